package dev.carillon.presence;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How backends are told; see [Editable] for how it is said.
public final class ReportSettings extends Editable<ReportSettings> {
  /// Reports in one batch at most.
  public int batch = 500;

  /// From one batch to the next at least; with `batch` it is the rate.
  public Duration pause = Duration.ofMillis(200);

  /// Between attempts while a backend does not take them; the first is `pause`, and each is twice as long as
  /// the one before.
  public Duration longestPause = Duration.ofSeconds(5);

  /// How long the node that tells may be silent before another takes over.
  public Duration lease = Duration.ofSeconds(15);

  /// Reports that wait for one backend at most; past that the oldest are dropped, which it sees as a gap in
  /// their numbers.
  public int keep = 200_000;

  /// How long the store remembers with no node running.
  public Duration lifetime = Duration.ofDays(7);

  private ReportSettings() {}

  /// Returns the defaults.
  public static ReportSettings defaults() {
    return new ReportSettings();
  }

  @Override
  protected void check() {
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
}
