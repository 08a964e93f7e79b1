package dev.carillon.server;

import dev.carillon.Address;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.server.ops.Health;
import dev.carillon.server.ops.NodeMetrics;
import dev.carillon.server.ops.OpsServer;
import dev.carillon.server.ops.PrometheusInstruments;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A running server: one node, and the ops port beside it. Safe for any thread.
///
/// The ops port stops last, so that a load balancer can watch the node go.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// What the usual limit of 1024 descriptors does not leave.
  private static final int FEW_CLIENTS = 1_000;

  private final ServerSettings.Stop stop;
  private final Node node;
  private final Health health;
  private final OpsServer ops;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Starts the node.
  @FunctionalInterface
  public interface NodeFactory {
    /// Starts the node that the configuration asks for.
    ///
    /// @param connections how many TCP connections of clients there may be
    /// @param instruments what the node tells its metrics to
    /// @throws RuntimeException if it cannot start; the message says why, and nothing is left running
    Node start(ServerConfig config, int connections, Instruments instruments);
  }

  private Server(ServerSettings.Stop stop, Node node, Health health, OpsServer ops) {
    this.stop = stop;
    this.node = node;
    this.health = health;
    this.ops = ops;
  }

  /// Starts everything; returns when clients can connect.
  ///
  /// @throws IOException if the ops port cannot be bound
  /// @throws RuntimeException if the node cannot start; nothing is left running then
  public static Server start(ServerConfig config, NodeFactory nodes) throws IOException {
    var registry = new PrometheusRegistry();
    Descriptors descriptors = Descriptors.ofThisProcess();
    tell(descriptors, config.maxConnections());
    Node node = nodes.start(config, descriptors.clients(), new PrometheusInstruments(registry));
    try {
      NodeMetrics.register(registry, node.broker(), node::rooms, Version.current());
      var health = new Health(node.broker());
      var ops =
          OpsServer.start(
              config.server().ops, descriptors.ops(), health, registry, node.broker(), node.apps());
      health.started();
      return new Server(config.server().stop, node, health, ops);
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /// Says what the limit of the process leaves for clients, aloud if that is less than what is set or than what a
  /// gateway is for.
  private static void tell(Descriptors descriptors, long configured) {
    boolean few = descriptors.clients() < Math.max(configured, FEW_CLIENTS);
    LOG.atLevel(few ? Level.WARN : Level.INFO)
        .addKeyValue("limit", descriptors.limit())
        .addKeyValue("clients", descriptors.clients())
        .addKeyValue("configured", configured == 0 ? "any number" : configured)
        .log(few ? "file descriptors are few, raise ulimit -n" : "file descriptors");
  }

  /// Returns where clients can connect; see [Node#addresses()].
  public List<Address> addresses() {
    return node.addresses();
  }

  /// Returns the broker; see [Node#broker()].
  public Broker broker() {
    return node.broker();
  }

  /// Returns the store; see [Node#store()].
  public Store store() {
    return node.store();
  }

  /// Returns where the ops port listens.
  public InetSocketAddress opsAddress() {
    return ops.address();
  }

  /// Waits until the server has stopped.
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /// Stops: not ready, serves on for the delay, drains, closes. Blocks until done, also for the
  /// second caller.
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      awaitUninterruptibly();
      return;
    }
    LOG.atInfo().addKeyValue("delay", stop.delay).addKeyValue("drain", stop.drain).log("stopping");
    health.stopping();
    try {
      pause(stop.delay);
      node.drain(stop.drain);
    } finally {
      node.close();
      ops.close();
      stopped.countDown();
      LOG.info("stopped");
    }
  }

  private static void pause(Duration delay) {
    try {
      // A latch that nobody opens: a pause that can be interrupted.
      new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        stopped.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
