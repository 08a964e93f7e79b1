package dev.carillon.presence;

import java.time.Duration;

/// How backends are told. Immutable.
///
/// @param batch reports in one batch at most
/// @param pause from one batch to the next at least; with `batch` it is the rate
/// @param longestPause between attempts while a backend does not take them; the first is `pause`, and
///     each is twice as long as the one before
/// @param lease how long the node that tells may be silent before another takes over
/// @param keep reports that wait for one backend at most; past that the oldest are dropped, which it
///     sees as a gap in their numbers
/// @param lifetime how long the store remembers with no node running
public record ReportSettings(
    int batch, Duration pause, Duration longestPause, Duration lease, int keep, Duration lifetime) {

  public ReportSettings {
    if (batch < 1 || keep < batch) {
      throw new IllegalArgumentException("batch must be 1 or more, keep no less than batch");
    }
    if (pause.toMillis() < 1 || longestPause.compareTo(pause) < 0) {
      throw new IllegalArgumentException("pause: 1 ms or more; longestPause: no less than pause");
    }
    if (lease.compareTo(longestPause) <= 0) {
      throw new IllegalArgumentException("lease must be longer than longestPause");
    }
    if (lifetime.compareTo(lease) < 0) {
      throw new IllegalArgumentException("lifetime must be no less than lease");
    }
  }

  /// Returns batches of 500, five a second; up to 5 s between attempts; a lease of 15 s; 200,000
  /// reports that may wait; and a memory of seven days.
  public static ReportSettings defaults() {
    return new ReportSettings(
        500,
        Duration.ofMillis(200),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        200_000,
        Duration.ofDays(7));
  }

  /// Returns these settings with another rate.
  public ReportSettings withRate(int perBatch, Duration between) {
    return new ReportSettings(perBatch, between, longestPause, lease, keep, lifetime);
  }

  /// Returns these settings with another pause between attempts and another lease.
  public ReportSettings withPatience(Duration longest, Duration leaseTime) {
    return new ReportSettings(batch, pause, longest, leaseTime, keep, lifetime);
  }

  /// Returns these settings with another number of reports that may wait.
  public ReportSettings withKeep(int value) {
    return new ReportSettings(batch, pause, longestPause, lease, value, lifetime);
  }
}
