package dev.carillon.redis;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The counted subscriptions of one kind: all exact channels, or all patterns.
///
/// **The rule.** A name that somebody holds is confirmed, waits for its reply, or was refused. Each name has
/// a command to itself: Redis refuses a SUBSCRIBE as a whole when it forbids one of its names, and Lettuce
/// takes the second confirmation of a command for that of the next, whose error is then lost. Commands go
/// out without waiting for each other, so many cost little more than one. A refused name is asked for again
/// with growing pauses, up to [#LONGEST_PAUSE_MILLIS], because permissions are granted while nodes run. A
/// name whose command could not be sent (65,536 may wait for their replies) waits on, and is sent later.
///
/// **Replies.** Redis answers in order. So `awaited` counts the replies on their way: the confirmation of an
/// earlier SUBSCRIBE is not taken for that of a later one, even if everybody let go in between.
///
/// Confined to the event loop of the link. Nothing in here is called while a message is being
/// delivered, since subscribing and letting go are tasks of that same loop; so plain collections
/// will do.
final class Topics {

  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private static final long SHORTEST_PAUSE_MILLIS = 1_000;
  static final long LONGEST_PAUSE_MILLIS = 30_000;

  /// Speaks to Redis over the connection of the moment.
  interface Wire {
    CompletionStage<Void> subscribe(String name);

    CompletionStage<Void> unsubscribe(String name);
  }

  /// Runs a task later, on the event loop.
  interface Alarm {
    void after(long millis, Runnable task);
  }

  /// One channel or pattern. It stays known while a reply to it is on its way, even if nobody holds it.
  private static final class Topic {
    final List<Hold> holds = new ArrayList<>(2);
    int awaited;
    int refusals;
    @Nullable BrokerException refusal;

    boolean confirmed() {
      return awaited == 0 && refusal == null;
    }
  }

  private final Map<String, Topic> topics = new HashMap<>();
  private final String command;
  private final Alarm alarm;
  private final Runnable onSettled;
  private @Nullable Wire wire;

  /// Counts connections, so that what an earlier one still reports is told apart.
  private int link;

  /// Names that somebody holds and that Redis has not answered for.
  private final Set<String> waiting = new HashSet<>();

  /// Names that somebody holds and that Redis refused.
  private final Map<String, Topic> refused = new HashMap<>();

  /// @param command the command that subscribes, for the log
  /// @param onSettled called when Redis has answered for the last name, or grants one that it refused
  Topics(String command, Alarm alarm, Runnable onSettled) {
    this.command = command;
    this.alarm = alarm;
    this.onSettled = onSettled;
  }

  /// Whether all that is held is confirmed, but for names that were refused and are not essential to anybody.
  boolean allConfirmed() {
    return waiting.isEmpty()
        && refused.values().stream().noneMatch(t -> t.holds.stream().anyMatch(Hold::isEssential));
  }

  void add(Hold hold) {
    if (hold.isClosed()) {
      return;
    }
    Topic topic = topics.computeIfAbsent(hold.name(), n -> new Topic());
    topic.holds.add(hold);
    if (topic.holds.size() > 1) {
      if (topic.refusal != null) {
        hold.refuse(topic.refusal);
      } else if (topic.confirmed() && wire != null) {
        hold.confirm();
      }
      return;
    }
    waiting.add(hold.name());
    if (wire != null) {
      topic.awaited++;
      ask(hold.name());
    }
  }

  void remove(Hold hold) {
    Topic topic = topics.get(hold.name());
    if (topic == null || !topic.holds.remove(hold) || !topic.holds.isEmpty()) {
      return;
    }
    boolean unanswered = waiting.remove(hold.name());
    boolean wasRefused = refused.remove(hold.name()) != null;
    topic.refusal = null;
    topic.refusals = 0;
    if (wire != null && !(wasRefused && topic.awaited == 0)) {
      wire.unsubscribe(hold.name());
    }
    if (wire == null || topic.awaited == 0) {
      topics.remove(hold.name());
    }
    if (unanswered || wasRefused) {
      settled();
    }
  }

  /// Subscribes everything over a new connection.
  void linked(Wire fresh) {
    wire = fresh;
    link++;
    topics.values().forEach(topic -> topic.awaited = 1);
    // A copy, since a command that cannot be sent is answered at once.
    List.copyOf(topics.keySet()).forEach(this::ask);
  }

  /// Forgets all answers: the connection is gone.
  void unlinked() {
    wire = null;
    link++;
    topics.values().removeIf(topic -> topic.holds.isEmpty());
    refused.clear();
    topics.values().forEach(topic -> topic.refusal = null);
    waiting.addAll(topics.keySet());
  }

  private void ask(String name) {
    Wire over = wire;
    if (over == null) {
      return;
    }
    int askedOver = link;
    over.subscribe(name)
        .whenComplete((sent, failure) -> {
          if (failure != null && link == askedOver) {
            failed(name, failure);
          }
        });
  }

  private void failed(String name, Throwable failure) {
    Topic topic = topics.get(name);
    if (topic == null || topic.awaited == 0 || --topic.awaited > 0) {
      return;
    }
    if (topic.holds.isEmpty()) {
      topics.remove(name);
      return;
    }
    if (Replies.isReply(failure)) {
      refused(name, topic, failure);
    } else {
      log.debug("redis subscription not sent, trying again: channel={}", name, failure);
    }
    int askedOver = link;
    long pause =
        Math.min(
            LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.clamp(topic.refusals - 1L, 0, 10));
    alarm.after(pause, () -> askAgain(name, topic, askedOver));
  }

  private void refused(String name, Topic topic, Throwable failure) {
    String reason = Replies.reason(failure);
    String missing = Replies.missing(failure, command, "&" + name);
    var told =
        new BrokerException(
            "Redis refused the subscription: " + reason + missing, Replies.safe(failure));
    if (topic.refusals++ == 0) {
      log.error(
          "redis subscription refused, asking again: channel={} reason={}{}",
          name,
          reason,
          missing);
    }
    topic.refusal = told;
    refused.put(name, topic);
    topic.holds.forEach(hold -> hold.refuse(told));
    if (waiting.remove(name)) {
      settled();
    }
  }

  private void askAgain(String name, Topic topic, int askedOver) {
    if (link == askedOver
        && topics.get(name) == topic
        && topic.awaited == 0
        && (topic.refusal != null || waiting.contains(name))) {
      topic.awaited++;
      ask(name);
    }
  }

  /// Redis has confirmed one SUBSCRIBE or PSUBSCRIBE.
  void confirmed(String name) {
    Topic topic = topics.get(name);
    if (topic == null || topic.awaited == 0 || --topic.awaited > 0) {
      return;
    }
    if (topic.holds.isEmpty()) {
      topics.remove(name);
      return;
    }
    if (topic.refusals > 0) {
      log.info("redis subscription granted: channel={}", name);
    }
    topic.refusals = 0;
    topic.refusal = null;
    refused.remove(name);
    waiting.remove(name);
    topic.holds.forEach(Hold::confirm);
    settled();
  }

  private void settled() {
    if (waiting.isEmpty()) {
      onSettled.run();
    }
  }

  /// Hands a message to all who hold a topic.
  void deliver(String name, String channel, byte[] message) {
    Topic topic = topics.get(name);
    if (topic == null) {
      return;
    }
    List<Hold> holds = topic.holds;
    int last = holds.size() - 1;
    for (int i = 0; i <= last; i++) {
      // Each listener owns its array; the last one gets the original.
      deliver(holds.get(i), channel, i == last ? message : message.clone());
    }
  }

  private static void deliver(Hold hold, String channel, byte[] message) {
    if (hold.isClosed()) {
      return;
    }
    Broker.Listener listener = hold.listener();
    try {
      listener.onMessage(channel, message);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      log.error("broker listener failed: channel={} bytes={}", channel, message.length, e);
    }
  }

  /// Lets go of everything and tells those who still wait.
  void close() {
    wire = null;
    link++;
    var told = new BrokerException("the broker is closed");
    topics.values().forEach(topic -> topic.holds.forEach(hold -> hold.fail(told)));
    topics.clear();
    refused.clear();
    waiting.clear();
  }
}
