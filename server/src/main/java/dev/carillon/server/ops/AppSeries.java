package dev.carillon.server.ops;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The series of one app, each looked up once. Safe for any thread.
final class AppSeries {
  final CounterDataPoint upgrades;
  final CounterDataPoint received;
  final CounterDataPoint receivedBytes;
  final CounterDataPoint deliveries;
  final CounterDataPoint deliveredBytes;
  final CounterDataPoint recovered;
  final CounterDataPoint unrecovered;

  private final String app;
  private final Families families;
  private final ConcurrentMap<String, Transport> transports = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, CounterDataPoint> closed = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, CounterDataPoint> refused = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ConcurrentMap<String, CounterDataPoint>> badInput =
      new ConcurrentHashMap<>();

  private volatile @Nullable Documents documents;

  AppSeries(String app, Families families) {
    this.app = app;
    this.families = families;
    upgrades = families.upgrades.labelValues(app);
    received = families.received.labelValues(app);
    receivedBytes = families.receivedBytes.labelValues(app);
    deliveries = families.deliveries.labelValues(app);
    deliveredBytes = families.deliveredBytes.labelValues(app);
    recovered = families.recoveries.labelValues(app, "recovered");
    unrecovered = families.recoveries.labelValues(app, "missed");
  }

  Transport transport(String name) {
    return transports.computeIfAbsent(
        name,
        _ ->
            new Transport(
                families.connections.labelValues(app, name),
                families.opened.labelValues(app, name)));
  }

  CounterDataPoint closed(String reason) {
    return closed.computeIfAbsent(reason, _ -> families.closed.labelValues(app, reason));
  }

  CounterDataPoint refused(String reason) {
    return refused.computeIfAbsent(reason, _ -> families.refused.labelValues(app, reason));
  }

  CounterDataPoint badInput(String source, String reason) {
    return badInput
        .computeIfAbsent(source, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(reason, _ -> families.badInput.labelValues(app, source, reason));
  }

  /// Rare, and so not kept.
  CounterDataPoint givenUp(String what, String reason) {
    return families.givenUp.labelValues(app, what, reason);
  }

  /// Those of an app with documents. Each has them all from its first document on, and so no app without any.
  Documents documents() {
    Documents known = documents;
    if (known == null) {
      known =
          new Documents(
              families.documents.labelValues(app),
              families.documentChanges.labelValues(app),
              families.storedBytes.labelValues(app),
              families.storeFailures.labelValues(app),
              families.slowReaders.labelValues(app));
      documents = known;
    }
    return known;
  }

  /// The documents of an app.
  record Documents(
      GaugeDataPoint open,
      CounterDataPoint changes,
      CounterDataPoint storedBytes,
      CounterDataPoint failures,
      CounterDataPoint slowReaders) {}

  /// The connections of one transport.
  record Transport(GaugeDataPoint open, CounterDataPoint count) {
    void opened() {
      open.inc();
      count.inc();
    }

    void entered() {
      open.inc();
    }

    void left() {
      open.dec();
    }
  }
}
