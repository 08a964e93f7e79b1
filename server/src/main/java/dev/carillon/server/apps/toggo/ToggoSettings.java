package dev.carillon.server.apps.toggo;

import dev.carillon.server.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What can be set about Toggo's trips. Immutable.
///
/// @param access who may listen
/// @param intake what is taken from the broker
/// @param batching how events are put together
/// @param snapshot what new followers get first; `null`: nothing
/// @param maxTrips how many trips one connection may follow
public record ToggoSettings(
    Access access, Intake intake, Batching batching, @Nullable Snapshot snapshot, int maxTrips) {

  /// Who may listen. Immutable.
  ///
  /// @param jwtKey the secret of the tokens; needed unless `auth` is off
  /// @param closeOnExpiry whether a connection ends with its token
  /// @param membership how to know whose trips are whose; `null`: every trip is everybody's
  public record Access(
      Auth auth,
      @Nullable Secret jwtKey,
      boolean closeOnExpiry,
      @Nullable MembershipSettings membership) {
    public Access {
      if (auth != Auth.OFF && jwtKey == null) {
        throw new IllegalArgumentException("tokens cannot be checked without a key");
      }
      if (auth == Auth.OFF && membership != null) {
        throw new IllegalArgumentException("membership cannot be checked without tokens");
      }
    }
  }

  /// What is taken from the broker. Immutable.
  ///
  /// @param pattern whether one subscription of all trips is held instead of one per trip
  /// @param maxBytes the longest message
  /// @param maxDepth how deep it may nest
  public record Intake(
      boolean pattern,
      int maxBytes,
      int maxDepth,
      TripMismatch mismatch,
      TopicCheck topics,
      TopicSet knownTopics) {}

  /// How events are put together. Immutable.
  ///
  /// @param window from the first event of a batch to its departure
  /// @param maxEvents at so many events a batch leaves early
  /// @param maxBytes at so many bytes of events a batch leaves early
  /// @param states the topics whose events are states
  public record Batching(
      Duration window, int maxEvents, int maxBytes, Collapse collapse, TopicSet states) {}

  /// What is remembered for new followers. Immutable.
  ///
  /// @param maxEvents per trip
  /// @param maxBytes per trip
  /// @param maxAge since the event arrived
  /// @param maxTotalBytes over all trips of the node
  public record Snapshot(int maxEvents, int maxBytes, Duration maxAge, long maxTotalBytes) {}
}
