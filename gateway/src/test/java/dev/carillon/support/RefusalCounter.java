package dev.carillon.support;

import dev.carillon.core.Instruments;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Notes why clients were not let in. Safe for any thread.
public final class RefusalCounter implements Instruments {
  private final List<String> reasons = new CopyOnWriteArrayList<>();

  /// Returns the reasons so far, in order.
  public List<String> reasons() {
    return reasons;
  }

  @Override
  public void refused(String endpoint, String reason) {
    reasons.add(reason);
  }
}
