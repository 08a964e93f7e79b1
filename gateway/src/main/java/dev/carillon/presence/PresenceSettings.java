package dev.carillon.presence;

import java.time.Duration;

/// How a [Presence] is kept. Immutable.
///
/// @param grace how long a user whose last device was lost is still there
/// @param window a room's listeners are called at most once in this time; the first change after a
///     quiet one is told at once
/// @param beat how often a node repeats the number of its last change, and looks for nodes that are
///     gone without a word
/// @param patience how long a starting node waits for what the others know
/// @param maxState characters of a device's state
/// @param maxDevices devices of this node, all rooms together; a further one is refused. Of all other
///     nodes together, sixteen times as many are kept
public record PresenceSettings(
    Duration grace,
    Duration window,
    Duration beat,
    Duration patience,
    int maxState,
    int maxDevices) {

  /// How many times its own limit a node keeps of other nodes' devices.
  static final int OTHERS = 16;

  private static final int MAX_STATE = 65_536;
  private static final int MAX_DEVICES = 10_000_000;

  public PresenceSettings {
    if (grace.isNegative() || window.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException("grace, window and patience must not be negative");
    }
    if (beat.toMillis() < 1) {
      throw new IllegalArgumentException("beat must be 1 ms or more, not " + beat);
    }
    if (maxState < 0 || maxState > MAX_STATE) {
      throw new IllegalArgumentException("maxState: 0 to " + MAX_STATE + ", not " + maxState);
    }
    if (maxDevices < 1 || maxDevices > MAX_DEVICES) {
      throw new IllegalArgumentException("maxDevices: 1 to " + MAX_DEVICES + ", not " + maxDevices);
    }
  }

  /// Returns a grace of 5 s, a window of 500 ms, a beat of 3 s, a patience of 5 s, 4,096 characters
  /// of state, and 200,000 devices.
  public static PresenceSettings defaults() {
    return new PresenceSettings(
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        4096,
        200_000);
  }

  /// Returns these settings with another grace.
  public PresenceSettings withGrace(Duration value) {
    return new PresenceSettings(value, window, beat, patience, maxState, maxDevices);
  }

  /// Returns these settings with another window.
  public PresenceSettings withWindow(Duration value) {
    return new PresenceSettings(grace, value, beat, patience, maxState, maxDevices);
  }

  /// Returns these settings with another beat.
  public PresenceSettings withBeat(Duration value) {
    return new PresenceSettings(grace, window, value, patience, maxState, maxDevices);
  }

  /// Returns these settings with another patience.
  public PresenceSettings withPatience(Duration value) {
    return new PresenceSettings(grace, window, beat, value, maxState, maxDevices);
  }

  /// Returns these settings with another limit for states.
  public PresenceSettings withMaxState(int value) {
    return new PresenceSettings(grace, window, beat, patience, value, maxDevices);
  }

  /// Returns these settings with another limit for devices.
  public PresenceSettings withMaxDevices(int value) {
    return new PresenceSettings(grace, window, beat, patience, maxState, value);
  }
}
