package dev.carillon.socketio;

import dev.carillon.core.Broker;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the nodes that serve the same endpoint one server: what one of them sends to rooms goes to
/// the broker, and every node, the sender included, delivers it when it comes back. So all clients
/// see the same order, on whichever node they are.
///
/// A broker that reaches no other node is left out: orders are carried out at once. So are those
/// that the broker refuses, since the node's own clients at least can have them; that is logged.
///
/// Thread-safe.
final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final String PREFIX = "carillon:socket.io:";

  private final SocketIo io;
  private final Broker broker;
  private final String channel;
  private final Broker.Subscription subscription;
  private final LogLimit failures;
  private final ClusterQuestions questions;

  /// Tells this server from those of the same name on other nodes, for as long as it runs.
  private final String id;

  /// Joins the nodes that serve an endpoint of the same name.
  Cluster(SocketIo io, Services services) {
    this.io = io;
    this.broker = services.broker();
    this.channel = PREFIX + io.name();
    this.failures = new LogLimit(services.clock(), io.name());
    this.id = Long.toUnsignedString(services.random().nextLong(), Character.MAX_RADIX);
    this.questions = new ClusterQuestions(io, id, services);
    this.subscription = broker.subscribe(channel, (from, bytes) -> onOrder(bytes));
  }

  /// Completes once orders of all nodes arrive here.
  CompletionStage<Void> joined() {
    return subscription.established();
  }

  /// Begins to answer other nodes' questions.
  void answer() {
    questions.answer();
  }

  /// Returns who asks the others.
  ClusterQuestions questions() {
    return questions;
  }

  /// Returns what names this server in orders that are not for itself.
  String id() {
    return id;
  }

  /// Has an order carried out by all nodes.
  void give(Order order) {
    broker
        .publish(channel, OrderCodec.encode(order))
        .whenComplete((done, failure) -> {
          if (failure != null) {
            failures.warn(
                LOG,
                "broadcasts reach this node only",
                "reason",
                String.valueOf(failure.getMessage()));
            carryOut(order);
          }
        });
  }

  private void onOrder(byte[] bytes) {
    try {
      carryOut(OrderCodec.decode(bytes));
    } catch (PacketException e) {
      io.badBrokerInput("order");
      // Counted above; whoever can publish could otherwise fill the log.
      LOG.debug("bad order from the broker: {}", e.getMessage());
    }
  }

  private void carryOut(Order order) {
    Namespace namespace = io.namespaces().known(order.namespace());
    if (namespace != null) {
      namespace.carryOut(order);
    }
  }
}
