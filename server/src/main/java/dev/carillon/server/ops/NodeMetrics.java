package dev.carillon.server.ops;

import dev.carillon.core.Broker;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.IntSupplier;

/// The metrics of the node as a whole, read when somebody asks.
public final class NodeMetrics {
  private NodeMetrics() {}

  /// Registers the metrics.
  ///
  /// @param rooms how many rooms there are now; called from any thread
  /// @param version the version of Carillon
  public static void register(
      PrometheusRegistry registry, Broker broker, IntSupplier rooms, String version) {
    GaugeWithCallback.builder()
        .name("carillon_rooms")
        .help("Rooms with at least one member on this node.")
        .callback(callback -> callback.call(rooms.getAsInt()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_broker_state")
        .help("1 for the state that the link to the broker is in, 0 for the others.")
        .labelNames("state")
        .callback(callback -> {
          Broker.State now = broker.state();
          for (Broker.State state : Broker.State.values()) {
            callback.call(state == now ? 1 : 0, state.name().toLowerCase(Locale.ROOT));
          }
        })
        .register(registry);
    CounterWithCallback.builder()
        .name("carillon_broker_reconnects")
        .help("How often a lost link to the broker was established again.")
        .callback(callback -> callback.call((double) broker.reconnects()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_broker_round_trip_seconds")
        .help("How long the last message of this node to itself took through the broker.")
        .callback(callback -> callback.call(broker.roundTrip().toNanos() / 1e9))
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_heap_used_bytes")
        .help("Java heap in use, garbage included.")
        .callback(callback ->
            callback.call(
                (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()))
        .register(registry);
    Info.builder()
        .name("carillon_build_info")
        .help("What is running.")
        .labelNames("version", "java")
        .register(registry)
        .addLabelValues(version, Runtime.version().toString());
  }
}
