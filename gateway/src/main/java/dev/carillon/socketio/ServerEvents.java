package dev.carillon.socketio;

import dev.carillon.core.Mailbox;
import dev.carillon.core.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The listeners of one namespace for what other servers send. Safe for any thread.
final class ServerEvents {
  /// How an answer is called among nodes.
  static final String RESPONSE = "response";

  /// Events that may wait for the handlers; further ones are dropped, and a question fails.
  static final int MAX_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ServerEvents.class);

  /// As in the reference server, besides those that clients keep to themselves.
  private static final Set<String> RESERVED = Set.of("connection", "new_namespace");

  private final SocketIo io;
  private final Map<String, List<ServerEventHandler>> handlers = new ConcurrentHashMap<>(4);
  private final AtomicInteger waiting = new AtomicInteger();

  /// Nothing can be paused here: there is a limit instead.
  private final Mailbox mailbox =
      new Mailbox(
          new Mailbox.Flow() {
            @Override
            public void setReading(boolean reading) {}

            @Override
            public void overrun() {}
          });

  ServerEvents(SocketIo io) {
    this.io = io;
  }

  /// Encodes an event.
  ///
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  static EncodedEvent encode(String event, @Nullable Object... args) {
    if (RESERVED.contains(event)) {
      throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
    }
    return PacketEncoder.event(event, args);
  }

  void add(String event, ServerEventHandler handler) {
    handlers.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(handler);
  }

  /// Takes an event that wants no answer.
  void tell(EncodedEvent event) {
    take(event.name(), event.arguments(), null);
  }

  /// Takes an event that wants one. With no handler for it, this node cannot answer, and says so.
  void ask(EncodedEvent event, Nodes.Question question) {
    boolean taken =
        take(
            event.name(),
            event.arguments(),
            answer -> {
              question.answer(Envelope.encode(Map.of(), answer));
              question.end();
            });
    if (!taken) {
      question.fail();
    }
  }

  /// Returns an answer out of what a node sent.
  ///
  /// @throws PacketException if there is none
  static JsonNode response(EncodedEvent event) {
    Arguments args = event.arguments();
    if (args.size() != 1) {
      throw new PacketException("not one response");
    }
    return args.get(0);
  }

  private boolean take(String event, Arguments args, ServerEvent.@Nullable Answer answer) {
    List<ServerEventHandler> known = handlers.getOrDefault(event, List.of());
    if (known.isEmpty()) {
      return false;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      io.badBrokerInput("server events");
      return false;
    }
    var received = new ServerEvent(event, args, answer);
    mailbox.execute(() -> {
      waiting.decrementAndGet();
      known.forEach(handler -> handle(handler, received));
    });
    return true;
  }

  private static void handle(ServerEventHandler handler, ServerEvent event) {
    try {
      handler.handle(event);
    } catch (Exception e) {
      LOG.error("handler of server-side events failed: event={}", event.name(), e);
    }
  }
}
