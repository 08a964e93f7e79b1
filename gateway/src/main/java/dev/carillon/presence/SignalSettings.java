package dev.carillon.presence;

import java.time.Duration;

/// How [Signals] are kept. Immutable.
///
/// @param lifetime how long after the last start a signal ends by itself
/// @param window listeners are called at most once in this time; the first change after a quiet one
///     is told at once
/// @param maxPerSender signals that one sender may have at once; further ones are refused
/// @param maxSignals signals of this node at once; further ones are refused. Of all other nodes
///     together, sixteen times as many are kept
/// @param maxData characters of a signal's data; more is refused
public record SignalSettings(
    Duration lifetime, Duration window, int maxPerSender, int maxSignals, int maxData) {

  /// How many times its own limit a node keeps of other nodes' signals.
  static final int OTHERS = 16;

  private static final int MAX_DATA = 8192;

  public SignalSettings {
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

  /// Returns a lifetime of 12 s, a window of 100 ms, 8 signals per sender, 100,000 in all, and 1,024
  /// characters of data.
  public static SignalSettings defaults() {
    return new SignalSettings(Duration.ofSeconds(12), Duration.ofMillis(100), 8, 100_000, 1024);
  }

  /// Returns these settings with another lifetime.
  public SignalSettings withLifetime(Duration value) {
    return new SignalSettings(value, window, maxPerSender, maxSignals, maxData);
  }

  /// Returns these settings with another window.
  public SignalSettings withWindow(Duration value) {
    return new SignalSettings(lifetime, value, maxPerSender, maxSignals, maxData);
  }

  /// Returns these settings with other limits.
  public SignalSettings withLimits(int perSender, int signals, int data) {
    return new SignalSettings(lifetime, window, perSender, signals, data);
  }
}
