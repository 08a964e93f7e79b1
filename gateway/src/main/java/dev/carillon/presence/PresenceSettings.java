package dev.carillon.presence;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How a [Presence] is kept; see [Editable] for how it is said.
public final class PresenceSettings extends Editable<PresenceSettings> {
  /// How many times its own limit a node keeps of other nodes' devices.
  static final int OTHERS = 16;

  private static final int MAX_STATE = 65_536;
  private static final int MAX_DEVICES = 10_000_000;

  /// How long a user whose last device was lost is still there.
  public Duration grace = Duration.ofSeconds(5);

  /// A room's listeners are called at most once in this time; the first change after a quiet one is told at
  /// once.
  public Duration window = Duration.ofMillis(500);

  /// How often a node repeats the number of its last change, and looks for nodes that are gone without a
  /// word.
  public Duration beat = Duration.ofSeconds(3);

  /// How long a starting node waits for what the others know.
  public Duration patience = Duration.ofSeconds(5);

  /// Characters of a device's state.
  public int maxState = 4096;

  /// Devices of this node, all rooms together; a further one is refused. Of all other nodes together, sixteen
  /// times as many are kept.
  public int maxDevices = 200_000;

  private PresenceSettings() {}

  /// Returns the defaults.
  public static PresenceSettings defaults() {
    return new PresenceSettings();
  }

  @Override
  protected void check() {
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
}
