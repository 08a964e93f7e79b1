package dev.carillon.server.apps.toggo;

import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.server.apps.toggo.members.MembersSettings;
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

  /// Whether clients have to say who they are.
  public enum Auth {
    /// Nobody is asked.
    OFF,
    /// A token counts if there is one, and a wrong one is refused.
    OPTIONAL,
    /// Nobody comes in without a token.
    REQUIRED
  }

  /// Who may listen. Immutable.
  ///
  /// @param jwtKey the secret of the tokens; needed unless `auth` is off
  /// @param closeOnExpiry whether a connection ends with its token
  /// @param members how to know whose trips are whose; `null`: every trip is everybody's
  public record Access(
      Auth auth,
      @Nullable Secret jwtKey,
      boolean closeOnExpiry,
      @Nullable MembersSettings members) {
    public Access {
      if (auth != Auth.OFF && jwtKey == null) {
        throw new IllegalArgumentException("tokens cannot be checked without a key");
      }
      if (auth == Auth.OFF && members != null) {
        throw new IllegalArgumentException("membership cannot be checked without tokens");
      }
    }
  }

  /// What becomes of an event that names another trip than its channel.
  public enum TripMismatch {
    /// It belongs to the trip of the channel, and says so.
    CHANNEL,
    /// It belongs to the trip that it names.
    PAYLOAD,
    /// It is dropped.
    REFUSE
  }

  /// What becomes of an event whose topic is not known.
  public enum TopicCheck {
    /// It is relayed.
    OFF,
    /// It is relayed, counted and logged.
    WARN,
    /// It is dropped and counted.
    REFUSE
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

  /// Which events a later one of the same batch replaces.
  public enum Collapse {
    /// States: those of the same topic and entity.
    STATES,
    /// All: those of the same topic.
    ALL,
    /// None.
    OFF
  }

  /// How events are put together. Immutable.
  ///
  /// @param window from the first event of a batch to its departure
  /// @param maxEvents at so many events a batch leaves early
  /// @param maxBytes at so many bytes of events a batch leaves early
  /// @param states the topics whose events are states
  public record Batching(
      Duration window, int maxEvents, int maxBytes, Collapse collapse, TopicSet states) {

    private record State(String topic, String entity) {}

    /// Returns what is equal for events of one trip of which only the last one is to stay.
    Object keyOf(TripEvent event) {
      return switch (collapse) {
        case ALL -> event.topic();
        case STATES -> isState(event) ? new State(event.topic(), event.entityId()) : new Object();
        case OFF -> new Object();
      };
    }

    /// Without an entity nobody knows what an event is the state of, unless it is the trip itself.
    private boolean isState(TripEvent event) {
      return (!event.entityId().isEmpty() || event.topic().startsWith("trip."))
          && states.contains(event.topic());
    }
  }

  /// What is remembered for new followers. Immutable.
  ///
  /// @param maxEvents per trip
  /// @param maxBytes per trip
  /// @param maxAge since the event arrived
  /// @param maxTotalBytes over all trips of the node
  public record Snapshot(int maxEvents, int maxBytes, Duration maxAge, long maxTotalBytes) {}
}
