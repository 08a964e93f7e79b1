package dev.carillon.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A backend that notes what it is told, checks the order, and can be away. Guarded by itself.
final class TestBackend implements Backend {
  private final List<Report> told = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private boolean away;
  private int refused;

  @Override
  public synchronized void tell(ReportBatch batch) throws BackendException {
    if (away) {
      refused++;
      throw new BackendException("away");
    }
    batches.add(batch.reports().size());
    for (Report report : batch.reports()) {
      Long last = numbers.get(batch.series());
      if (last == null || report.number() > last) {
        numbers.put(batch.series(), report.number());
        told.add(report);
      }
    }
  }

  synchronized void setAway(boolean value) {
    away = value;
  }

  synchronized int refused() {
    return refused;
  }

  synchronized int size() {
    return told.size();
  }

  synchronized List<Integer> batches() {
    return List.copyOf(batches);
  }

  synchronized long count(Report.Kind kind) {
    return told.stream().filter(report -> report.kind() == kind).count();
  }

  /// Returns what was told, as `online ann`.
  synchronized List<String> words() {
    return told.stream().map(report -> report.kind().word() + " " + report.subject()).toList();
  }

  /// Returns what was told of one user or room.
  synchronized List<String> of(String subject) {
    return told.stream()
        .filter(report -> report.subject().equals(subject))
        .map(report -> report.kind().word())
        .toList();
  }
}
