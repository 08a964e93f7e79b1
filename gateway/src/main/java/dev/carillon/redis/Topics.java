package dev.carillon.redis;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The counted subscriptions of one kind: all exact channels, or all patterns.
///
/// Confined to the event loop of the link. Nothing in here is called while a message is being
/// delivered, since subscribing and letting go are tasks of that same loop; so plain collections
/// will do.
final class Topics {

  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  /// How many names one command carries when all are subscribed again.
  private static final int CHUNK = 500;

  /// Speaks to Redis over the connection of the moment.
  interface Wire {
    CompletionStage<Void> subscribe(String... names);

    CompletionStage<Void> unsubscribe(String... names);
  }

  /// One channel or pattern. It stays known while a reply to it is on its way, even if nobody holds
  /// it, so that the confirmation of an earlier SUBSCRIBE is not taken for that of a later one.
  private static final class Topic {
    final List<Hold> holds = new ArrayList<>(2);
    int awaited;

    boolean confirmed() {
      return awaited == 0;
    }
  }

  private final Map<String, Topic> topics = new HashMap<>();
  private final Runnable onConfirmed;
  private @Nullable Wire wire;

  /// Counts connections, so that failures of an earlier one are told apart.
  private int link;

  /// Topics that somebody holds and that are not confirmed.
  private int unconfirmed;

  /// @param onConfirmed called when the last unconfirmed topic was confirmed
  Topics(Runnable onConfirmed) {
    this.onConfirmed = onConfirmed;
  }

  boolean allConfirmed() {
    return unconfirmed == 0;
  }

  void add(Hold hold) {
    if (hold.isClosed()) {
      return;
    }
    Topic topic = topics.computeIfAbsent(hold.name(), n -> new Topic());
    topic.holds.add(hold);
    if (topic.holds.size() > 1) {
      if (topic.confirmed() && wire != null) {
        hold.confirm();
      }
      return;
    }
    unconfirmed++;
    if (wire != null) {
      topic.awaited++;
      send(wire, hold.name());
    }
  }

  void remove(Hold hold) {
    Topic topic = topics.get(hold.name());
    if (topic == null || !topic.holds.remove(hold) || !topic.holds.isEmpty()) {
      return;
    }
    if (wire == null) {
      unconfirmed--;
      topics.remove(hold.name());
      return;
    }
    wire.unsubscribe(hold.name());
    if (topic.confirmed()) {
      topics.remove(hold.name());
    } else {
      settled();
    }
  }

  /// Subscribes everything over a new connection.
  void linked(Wire fresh) {
    wire = fresh;
    link++;
    var names = new ArrayList<>(topics.keySet());
    topics.values().forEach(topic -> topic.awaited = 1);
    for (int from = 0; from < names.size(); from += CHUNK) {
      int to = Math.min(names.size(), from + CHUNK);
      send(fresh, names.subList(from, to).toArray(String[]::new));
    }
  }

  /// Forgets all confirmations: the connection is gone.
  void unlinked() {
    wire = null;
    link++;
    topics.values().removeIf(topic -> topic.holds.isEmpty());
    unconfirmed = topics.size();
  }

  private void send(Wire over, String... names) {
    int sentOver = link;
    over.subscribe(names)
        .whenComplete((sent, failure) -> {
          if (failure != null && link == sentOver) {
            refused(names, failure);
          }
        });
  }

  /// Redis said no, for want of a permission most likely. The topics stay unconfirmed.
  private void refused(String[] names, Throwable failure) {
    log.error("redis subscription refused: {} channels: {}", names.length, Replies.reason(failure));
    var told = new BrokerException("Redis refused the subscription", Replies.safe(failure));
    for (String name : names) {
      Topic topic = topics.get(name);
      if (topic != null) {
        topic.holds.forEach(hold -> hold.fail(told));
      }
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
    topic.holds.forEach(Hold::confirm);
    settled();
  }

  private void settled() {
    if (--unconfirmed == 0) {
      onConfirmed.run();
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
    var told = new BrokerException("the broker is closed");
    topics.values().forEach(topic -> topic.holds.forEach(hold -> hold.fail(told)));
    topics.clear();
    unconfirmed = 0;
  }
}
