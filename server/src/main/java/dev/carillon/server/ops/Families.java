package dev.carillon.server.ops;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The metrics by app, before they are split into series. Immutable.
final class Families {
  final Gauge connections;
  final Counter opened;
  final Counter upgrades;
  final Counter closed;
  final Counter refused;
  final Counter received;
  final Counter receivedBytes;
  final Counter deliveries;
  final Counter deliveredBytes;
  final Counter recoveries;
  final Counter badInput;
  final Counter givenUp;
  final Gauge documents;
  final Counter documentChanges;
  final Counter storedBytes;
  final Counter storeFailures;
  final Counter slowReaders;

  Families(PrometheusRegistry registry) {
    connections =
        Gauge.builder()
            .name("carillon_connections")
            .help("Connections that are open now.")
            .labelNames("app", "transport")
            .register(registry);
    opened = counter(registry, "connections_opened", "Connections opened.", "app", "transport");
    upgrades =
        counter(registry, "upgrades", "Connections that went from polling to WebSocket.", "app");
    closed = counter(registry, "connections_closed", "Connections closed.", "app", "reason");
    refused = counter(registry, "handshakes_refused", "Handshakes refused.", "app", "reason");
    received = counter(registry, "messages_received", "Messages from clients.", "app");
    receivedBytes = counter(registry, "received_bytes", "Bytes of messages from clients.", "app");
    deliveries =
        counter(registry, "deliveries", "Messages handed to connections, once for each.", "app");
    deliveredBytes = counter(registry, "delivered_bytes", "Bytes handed to connections.", "app");
    recoveries =
        counter(
            registry, "recoveries", "Clients that returned within the window.", "app", "result");
    badInput =
        counter(registry, "bad_input", "Unusable input, dropped.", "app", "source", "reason");
    givenUp =
        counter(
            registry,
            "given_up",
            "What was to be done for a backend and was not.",
            "app",
            "what",
            "reason");
    documents =
        Gauge.builder()
            .name("carillon_documents")
            .help("Documents that are open now.")
            .labelNames("app")
            .register(registry);
    documentChanges = counter(registry, "document_changes", "Changes of documents.", "app");
    storedBytes =
        counter(registry, "document_stored_bytes", "Bytes of changes that were stored.", "app");
    storeFailures =
        counter(
            registry, "document_failures", "Documents not stored or not read; tried again.", "app");
    slowReaders =
        counter(
            registry,
            "document_slow_readers",
            "Clients that got one difference in place of many changes.",
            "app");
  }

  AppSeries of(String app) {
    return new AppSeries(app, this);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("carillon_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }
}
