package dev.carillon.socketio;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Asks the nodes that serve the same endpoint, and answers them. Safe for any thread.
///
/// A node that serves no such endpoint, or has no such namespace, has no sockets there, and is not
/// missed.
final class ClusterQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterQuestions.class);
  private static final String PREFIX = "socket.io:";

  private final SocketIo io;
  private final String id;
  private final Nodes nodes;
  private final Lane lane;
  private final String topic;

  /// @param id see [Cluster#id()]
  ClusterQuestions(SocketIo io, String id, Services services) {
    this.io = io;
    this.id = id;
    this.nodes = services.nodes();
    this.lane = services.lanes().getFirst();
    this.topic = PREFIX + io.name();
  }

  /// Begins to answer.
  void answer() {
    nodes.answer(topic, this::onQuestion);
  }

  // ---- asking ----

  CompletionStage<List<RemoteSocket>> fetch(Namespace namespace, Target target, Duration limit) {
    return nodes
        .ask(topic, OrderCodec.encode(new Order.Fetch(namespace.name(), target)), limit)
        .thenApply(answers -> {
          var sockets = new ArrayList<RemoteSocket>();
          read(
              answers,
              part ->
                  SocketSnapshot.decode(part.body()).stream()
                      .map(one -> new RemoteSocket(namespace, part.node(), one))
                      .forEach(sockets::add));
          Map<String, Absence> absent = absent(answers);
          if (!absent.isEmpty() || answers.suspended()) {
            throw new NodesMissingException(
                "timeout reached while waiting for fetchSockets response",
                absent,
                sockets,
                List.of());
          }
          return List.copyOf(sockets);
        });
  }

  CompletionStage<Acks> emitWithAck(Order.EmitWithAck order, Duration timeout) {
    return nodes
        .ask(topic, OrderCodec.encode(order), timeout)
        .thenApply(answers -> {
          var gathered = new GatheredAcks();
          read(answers, gathered::add);
          return gathered.result(absent(answers), answers.suspended());
        });
  }

  CompletionStage<List<JsonNode>> serverSideEmitWithAck(Order.ServerSideAsk order, Duration limit) {
    return nodes
        .ask(topic, OrderCodec.encode(order), limit)
        .thenApply(answers -> {
          var responses = new ArrayList<JsonNode>();
          read(
              answers,
              part -> responses.add(ServerEvents.response(Envelope.decode(part.body()).event())));
          Map<String, Absence> absent = absent(answers);
          if (!absent.isEmpty() || answers.suspended()) {
            throw new NodesMissingException(
                "timeout reached: only "
                    + responses.size()
                    + " responses received out of "
                    + (responses.size() + absent.size()),
                absent,
                List.of(),
                responses);
          }
          return List.copyOf(responses);
        });
  }

  /// Reads all parts. What another node could not have sent is counted and left out.
  private void read(Answers answers, Consumer<Answers.Part> reader) {
    for (Answers.Part part : answers.parts()) {
      try {
        reader.accept(part);
      } catch (PacketException e) {
        io.badBrokerInput("answer");
        LOG.debug("bad answer from a node: {}", e.getMessage());
      }
    }
  }

  private static Map<String, Absence> absent(Answers answers) {
    var absent = new HashMap<>(answers.missing());
    absent.values().removeIf(why -> why == Absence.UNAWARE);
    return absent;
  }

  // ---- answering ----

  /// On the broker's thread.
  private void onQuestion(Nodes.Question question) {
    Order order;
    try {
      order = OrderCodec.decode(question.body());
    } catch (PacketException e) {
      io.badBrokerInput("question");
      LOG.debug("bad question from the broker: {}", e.getMessage());
      question.fail();
      return;
    }
    Namespace namespace = io.namespaces().known(order.namespace());
    if (!(order instanceof Order.Asked asked)) {
      io.badBrokerInput("question");
      question.fail();
    } else if (namespace == null) {
      question.end();
    } else {
      switch (asked) {
        case Order.Fetch fetch ->
            namespace
                .localSockets()
                .collect(fetch.target(), SocketSnapshot::of)
                .thenAccept(sockets -> answer(sockets, question));
        case Order.EmitWithAck emit ->
            namespace
                .localSockets()
                .emit(
                    emit.event(),
                    emit.target(),
                    question.limit(),
                    new AnsweredAcks(question, lane));
        case Order.ServerSideAsk ask -> {
          if (ask.from().equals(id)) {
            question.end();
          } else {
            namespace.serverEvents().ask(ask.event(), question);
          }
        }
      }
    }
  }

  private static void answer(List<SocketSnapshot.Taken> sockets, Nodes.Question question) {
    try {
      SocketSnapshot.encode(sockets).forEach(question::answer);
      question.end();
    } catch (IllegalArgumentException e) {
      // One socket alone is too large, for what the app keeps with it.
      LOG.warn("sockets not told to another node: {}", e.getMessage());
      question.fail();
    }
  }
}
