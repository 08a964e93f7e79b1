package dev.carillon.cluster;

import dev.carillon.cluster.NodeMessage.Ask;
import dev.carillon.cluster.NodeMessage.Done;
import dev.carillon.cluster.NodeMessage.Outcome;
import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Nodes.Answerer;
import dev.carillon.core.Nodes.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks nodes and answers them, through the broker.
///
/// A question goes out on the channel of all nodes, and comes back to who asks like to everybody
/// else, so that all are asked in one order. Answers go to a channel of the asking gateway alone.
///
/// Safe for any thread.
final class Questions {
  /// The channel of all nodes; behind it and a colon comes what names the channel of one.
  static final String CHANNEL = "carillon:nodes";

  /// Questions that may be open at a time.
  static final int MAX_OPEN = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final int MAX_TOPIC_BYTES = 256;

  private final Roster roster;
  private final Broker broker;
  private final Lane lane;
  private final String replyTo;
  private final Map<String, Answerer> answerers = new ConcurrentHashMap<>();
  private final Map<Long, Asking> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /// @param replyTo names this gateway's channel for answers, whatever its id may be by then
  Questions(Roster roster, Broker broker, Lane lane, String replyTo) {
    this.roster = roster;
    this.broker = broker;
    this.lane = lane;
    this.replyTo = replyTo;
  }

  /// Returns the channel on which answers come.
  String replyChannel() {
    return CHANNEL + ":" + replyTo;
  }

  void answer(String topic, Answerer answerer) {
    if (answerers.putIfAbsent(checked(topic), answerer) != null) {
      throw new IllegalStateException("questions about " + topic + " are answered already");
    }
  }

  /// @param ready completes once the others are known and answers can come
  /// @param alone whether there is nobody else
  CompletionStage<Answers> ask(
      String topic, byte[] body, Duration limit, CompletableFuture<Void> ready, boolean alone) {
    checked(topic);
    long millis = limit.toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("limit must be 1 ms or more, not " + limit);
    }
    if (body.length > Nodes.MAX_QUESTION) {
      throw new IllegalArgumentException(
          "a question has at most " + Nodes.MAX_QUESTION + " bytes, not " + body.length);
    }
    if (open.size() >= MAX_OPEN) {
      return CompletableFuture.failedStage(
          new BrokerException(MAX_OPEN + " questions to other nodes are open already"));
    }
    long number = numbers.incrementAndGet();
    var asking = new Asking(roster.view().self());
    var ask = new Ask(replyTo, number, millis, topic, body);
    open.put(number, asking);
    asking
        .result()
        .whenComplete((answers, failure) -> {
          open.remove(number);
          lane.execute(() -> lane.timers().cancel(asking));
        });
    lane.execute(() -> lane.timers().schedule(asking, millis));
    if (alone) {
      asking.sendTo(Set.of(), true);
      answerItself(ask, asking);
    } else if (ready.isDone()) {
      send(ask, asking);
    } else {
      answerItself(ask, asking);
      ready.thenRun(() -> send(ask, asking));
    }
    return asking.result();
  }

  private void send(Ask ask, Asking asking) {
    asking.sendTo(roster.view().others(), roster.holdsLease());
    // Who left between the two lines above was not yet awaited when all were told of that.
    asking.retain(roster.view().others());
    broker
        .publish(CHANNEL, NodeMessage.encode(ask))
        .whenComplete((sent, failure) -> {
          if (failure != null) {
            asking.unreachable();
            answerItself(ask, asking);
          }
        });
  }

  private void answerItself(Ask ask, Asking asking) {
    if (asking.claimOwnAnswer()) {
      put(ask, new OwnQuestion(ask, asking));
    }
  }

  private void put(Ask ask, Reply question) {
    Answerer answerer = answerers.get(ask.topic());
    if (answerer == null) {
      question.end(Outcome.UNAWARE);
      return;
    }
    try {
      answerer.onQuestion(question);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error("question not answered: topic={}", ask.topic(), e);
      question.fail();
    }
  }

  /// Takes a question that came through the broker.
  void onAsk(Ask ask) {
    if (ask.replyTo().equals(replyTo)) {
      Asking asking = open.get(ask.number());
      if (asking != null) {
        answerItself(ask, asking);
      }
    } else if (roster.holdsLease()) {
      put(ask, new SentQuestion(ask));
    }
    // Else the others may hold this node for dead, and are not to hear from it.
  }

  void onPart(NodeMessage.Part part) {
    Asking asking = open.get(part.number());
    if (asking != null) {
      asking.part(part.node(), part.body(), roster.view().others().contains(part.node()));
    }
  }

  void onDone(Done done) {
    Asking asking = open.get(done.number());
    if (asking != null) {
      asking.done(done.node(), absence(done.kind()));
    }
  }

  private static @Nullable Absence absence(Outcome kind) {
    return switch (kind) {
      case END -> null;
      case FAILED -> Absence.FAILED;
      case UNAWARE -> Absence.UNAWARE;
    };
  }

  /// Gives up on the answers of those who have gone.
  void retain(Set<String> present) {
    open.values().forEach(asking -> asking.retain(present));
  }

  private static String checked(String topic) {
    if (topic.isEmpty()
        || topic.indexOf('\n') >= 0
        || topic.getBytes(StandardCharsets.UTF_8).length > MAX_TOPIC_BYTES) {
      throw new IllegalArgumentException(
          "a topic has 1 to " + MAX_TOPIC_BYTES + " bytes and no line break");
    }
    return topic;
  }

  /// A question that is being answered. Safe for any thread.
  private abstract static class Reply implements Question {
    private final Ask ask;
    private final AtomicBoolean ended = new AtomicBoolean();

    Reply(Ask ask) {
      this.ask = ask;
    }

    abstract void give(byte[] part);

    abstract void close(Outcome how);

    @Override
    public byte[] body() {
      return ask.body();
    }

    @Override
    public Duration limit() {
      return Duration.ofMillis(ask.limitMillis());
    }

    @Override
    public void answer(byte[] part) {
      if (part.length > Nodes.MAX_PART) {
        throw new IllegalArgumentException(
            "a part of an answer has at most " + Nodes.MAX_PART + " bytes, not " + part.length);
      }
      if (!ended.get()) {
        give(part);
      }
    }

    @Override
    public void end() {
      end(Outcome.END);
    }

    @Override
    public void fail() {
      end(Outcome.FAILED);
    }

    void end(Outcome how) {
      if (ended.compareAndSet(false, true)) {
        close(how);
      }
    }
  }

  /// A question of this node to itself.
  private static final class OwnQuestion extends Reply {
    private final Asking asking;

    OwnQuestion(Ask ask, Asking asking) {
      super(ask);
      this.asking = asking;
    }

    @Override
    void give(byte[] part) {
      asking.part(asking.self(), part, false);
    }

    @Override
    void close(Outcome how) {
      asking.done(asking.self(), absence(how));
    }
  }

  /// A question of another node.
  private final class SentQuestion extends Reply {
    private final Ask ask;

    SentQuestion(Ask ask) {
      super(ask);
      this.ask = ask;
    }

    @Override
    void give(byte[] part) {
      reply(new NodeMessage.Part(roster.view().self(), ask.number(), part));
    }

    @Override
    void close(Outcome how) {
      reply(new Done(how, roster.view().self(), ask.number()));
    }

    /// An answer that the broker refuses is missed by who asked, and reported there.
    private void reply(NodeMessage message) {
      broker.publish(CHANNEL + ":" + ask.replyTo(), NodeMessage.encode(message));
    }
  }
}
