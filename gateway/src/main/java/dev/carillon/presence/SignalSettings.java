package dev.carillon.presence;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How [Signals] are kept; see [Editable] for how it is said.
public final class SignalSettings extends Editable<SignalSettings> {
  /// How many times its own limit a node keeps of other nodes' signals.
  static final int OTHERS = 16;

  private static final int MAX_DATA = 8192;

  /// How long after the last start a signal ends by itself.
  public Duration lifetime = Duration.ofSeconds(12);

  /// Listeners are called at most once in this time; the first change after a quiet one is told at once.
  public Duration window = Duration.ofMillis(100);

  /// Signals that one sender may have at once; further ones are refused.
  public int maxPerSender = 8;

  /// Signals of this node at once; further ones are refused. Of all other nodes together, sixteen times as
  /// many are kept.
  public int maxSignals = 100_000;

  /// Characters of a signal's data; more is refused.
  public int maxData = 1024;

  private SignalSettings() {}

  /// Returns the defaults.
  public static SignalSettings defaults() {
    return new SignalSettings();
  }

  @Override
  protected void check() {
    if (lifetime.toMillis() < 1 || window.isNegative()) {
      throw new IllegalArgumentException("lifetime must be 1 ms or more, window 0 or more");
    }
    if (maxPerSender < 1 || maxSignals < 1) {
      throw new IllegalArgumentException("maxPerSender and maxSignals must be 1 or more");
    }
    if (maxData < 0 || maxData > MAX_DATA) {
      throw new IllegalArgumentException("maxData: 0 to " + MAX_DATA + ", not " + maxData);
    }
  }
}
