package dev.carillon.access;

import java.time.Duration;

/// How revocations are kept. Immutable.
///
/// @param lifetime how long one is kept if it does not say: at least as long as the longest token counts
/// @param remembered how many are remembered on this node; the oldest are left to the store
/// @param away what becomes of newcomers while the store does not answer
public record RevocationSettings(Duration lifetime, int remembered, StoreAway away) {

  /// What becomes of somebody about whom the store cannot be asked.
  public enum StoreAway {
    /// It is not let in, and may come again.
    DENY,
    /// It is let in unless this node has heard that it is revoked.
    LOCAL
  }

  /// @throws IllegalArgumentException if a number or span is not above zero
  public RevocationSettings {
    if (!lifetime.isPositive() || remembered < 1) {
      throw new IllegalArgumentException("lifetime, remembered: more than 0");
    }
  }

  /// Returns 30 days, 100,000 remembered, and [StoreAway#DENY].
  public static RevocationSettings defaults() {
    return new RevocationSettings(Duration.ofDays(30), 100_000, StoreAway.DENY);
  }

  /// Returns the same with another lifetime.
  public RevocationSettings withLifetime(Duration value) {
    return new RevocationSettings(value, remembered, away);
  }

  /// Returns the same with another number that is remembered.
  public RevocationSettings withRemembered(int value) {
    return new RevocationSettings(lifetime, value, away);
  }

  /// Returns the same with another choice for when the store is away.
  public RevocationSettings withStoreAway(StoreAway value) {
    return new RevocationSettings(lifetime, remembered, value);
  }
}
