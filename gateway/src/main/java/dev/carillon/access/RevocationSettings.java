package dev.carillon.access;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How revocations are kept; see [Editable] for how it is said.
public final class RevocationSettings extends Editable<RevocationSettings> {
  /// What becomes of somebody about whom the store cannot be asked.
  public enum StoreAway {
    /// It is not let in, and may come again.
    DENY,
    /// It is let in unless this node has heard that it is revoked.
    LOCAL
  }

  /// How long one is kept if it does not say: at least as long as the longest token counts.
  public Duration lifetime = Duration.ofDays(30);

  /// How many are remembered on this node; the oldest are left to the store.
  public int remembered = 100_000;

  /// What becomes of newcomers while the store does not answer.
  public StoreAway away = StoreAway.DENY;

  private RevocationSettings() {}

  /// Returns the defaults.
  public static RevocationSettings defaults() {
    return new RevocationSettings();
  }

  @Override
  protected void check() {
    if (!lifetime.isPositive() || remembered < 1) {
      throw new IllegalArgumentException("lifetime, remembered: more than 0");
    }
  }
}
