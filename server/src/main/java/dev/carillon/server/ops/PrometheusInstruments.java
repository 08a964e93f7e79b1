package dev.carillon.server.ops;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Instruments;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts what the engine tells, for Prometheus. Safe for any thread.
///
/// Called on the fan-out path: the series of an app are looked up once and then kept, so that an
/// event costs one or two hash look-ups and an addition to a striped counter.
public final class PrometheusInstruments implements Instruments {
  /// From 100 µs, what one lane's turn costs, to 10 s, when people have long pressed reload.
  private static final double[] SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final Families families;
  private final Histogram latency;
  private final ConcurrentMap<String, AppSeries> apps = new ConcurrentHashMap<>();

  public PrometheusInstruments(PrometheusRegistry registry) {
    families = new Families(registry);
    latency =
        Histogram.builder()
            .name("carillon_delivery_latency_seconds")
            .help(
                "From a message's arrival on this node to its hand-over to the sockets, per lane.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
  }

  @Override
  public void opened(String endpoint, String transport) {
    app(endpoint).transport(transport).opened();
  }

  @Override
  public void upgraded(String endpoint) {
    AppSeries app = app(endpoint);
    app.transport("polling").left();
    app.transport("websocket").entered();
    app.upgrades.inc();
  }

  @Override
  public void closed(String endpoint, String transport, CloseReason reason) {
    AppSeries app = app(endpoint);
    app.transport(transport).left();
    app.closed(reason.label()).inc();
  }

  @Override
  public void refused(String endpoint, String reason) {
    app(endpoint).refused(reason).inc();
  }

  @Override
  public void received(String endpoint, int bytes) {
    AppSeries app = app(endpoint);
    app.received.inc();
    app.receivedBytes.inc(bytes);
  }

  @Override
  public void delivered(String endpoint, int connections, long bytes) {
    AppSeries app = app(endpoint);
    app.deliveries.inc(connections);
    app.deliveredBytes.inc(bytes);
  }

  @Override
  public void latency(long nanos) {
    latency.observe(nanos / 1e9);
  }

  @Override
  public void recovery(String endpoint, boolean recovered) {
    AppSeries app = app(endpoint);
    (recovered ? app.recovered : app.unrecovered).inc();
  }

  @Override
  public void badInput(String endpoint, String source, String reason) {
    app(endpoint).badInput(source, reason).inc();
  }

  @Override
  public void givenUp(String endpoint, String what, String reason) {
    app(endpoint).givenUp(what, reason).inc();
  }

  @Override
  public void documentOpened(String endpoint) {
    app(endpoint).documents().open().inc();
  }

  @Override
  public void documentClosed(String endpoint) {
    app(endpoint).documents().open().dec();
  }

  @Override
  public void documentChanged(String endpoint) {
    app(endpoint).documents().changes().inc();
  }

  @Override
  public void documentStored(String endpoint, int bytes) {
    app(endpoint).documents().storedBytes().inc(bytes);
  }

  @Override
  public void documentFailed(String endpoint) {
    app(endpoint).documents().failures().inc();
  }

  @Override
  public void slowReader(String endpoint) {
    app(endpoint).documents().slowReaders().inc();
  }

  private AppSeries app(String endpoint) {
    AppSeries app = apps.get(endpoint);
    return app != null ? app : apps.computeIfAbsent(endpoint, families::of);
  }
}
