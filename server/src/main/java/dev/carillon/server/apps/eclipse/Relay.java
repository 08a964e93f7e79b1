package dev.carillon.server.apps.eclipse;

import dev.carillon.channels.Channels;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of an event to the members of a chat: through the broker, and once. Safe for any thread.
final class Relay {
  /// What the broker's channels begin with. The room of a chat has the name of its channel.
  static final String CHANNELS = "chat:";

  /// What the rooms of users begin with.
  static final String USERS = "user:";

  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final int MAX_DEPTH = 128;
  private static final Duration LONGEST_PUBLISH = Duration.ofSeconds(5);

  private final Channels<?, ?, byte[]> endpoint;
  private final Broker broker;
  private final Instruments instruments;
  private final StrictJson json;
  private final Recent recent;
  private final LogLimit limit;

  Relay(
      Channels<?, ?, byte[]> endpoint,
      Broker broker,
      Clock clock,
      Instruments instruments,
      int maxMessageBytes) {
    this.endpoint = endpoint;
    this.broker = broker;
    this.instruments = instruments;
    this.json = new StrictJson(maxMessageBytes, MAX_DEPTH);
    this.recent = new Recent(clock);
    this.limit = new LogLimit(clock, EclipseApp.NAME);
  }

  /// Publishes an event to all nodes; this one delivers it when it comes back. Where the broker cannot
  /// carry it, the members on this node get it at once. Blocks for 5 s at most.
  void publish(String channel, byte[] event) {
    if (!isCarried(channel, event) || broker.state() != Broker.State.READY) {
      // A copy may come back all the same; it will not be the first then.
      deliver(channel, event);
    }
  }

  private boolean isCarried(String channel, byte[] event) {
    try {
      broker
          .publish(channel, event)
          .toCompletableFuture()
          .get(LONGEST_PUBLISH.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException _) {
      limit.warn(log, "event not carried to other nodes", "reason", "broker-away");
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Delivers what was published to the members of its chat on this node.
  void deliver(String channel, byte[] message) {
    Event event;
    try {
      event = Event.read(message, json);
    } catch (BadJson e) {
      drop(e.reason(), message.length);
      return;
    }
    if (event.identity() != null && !recent.isFirst(channel, event.identity())) {
      return;
    }
    Set<String> except = event.typist() == null ? Set.of() : Set.of(USERS + event.typist());
    endpoint.broadcast(event.json(), Set.of(channel), except);
  }

  private void drop(String reason, int bytes) {
    instruments.badInput(EclipseApp.NAME, "broker", reason);
    limit.warn(log, "message dropped", "reason", reason, "bytes", bytes);
  }
}
