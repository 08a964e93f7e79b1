package dev.carillon.socketio;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an app has hung onto one socket. Safe for any thread; empty ones cost nothing but
/// themselves.
final class Handlers {
  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

  private volatile @Nullable Tables tables;

  private static final class Tables {
    final Map<String, List<EventHandler>> byEvent = new ConcurrentHashMap<>(4);
    final List<EventHandler> any = new CopyOnWriteArrayList<>();
    final List<BiConsumer<String, Arguments>> outgoing = new CopyOnWriteArrayList<>();
    final List<EventHandler> middlewares = new CopyOnWriteArrayList<>();
    final List<Consumer<Exception>> errors = new CopyOnWriteArrayList<>();
    final List<Consumer<String>> disconnecting = new CopyOnWriteArrayList<>();
    final List<Consumer<String>> disconnect = new CopyOnWriteArrayList<>();
  }

  private Tables tables() {
    Tables known = tables;
    if (known == null) {
      synchronized (this) {
        known = tables;
        if (known == null) {
          known = new Tables();
          tables = known;
        }
      }
    }
    return known;
  }

  void add(String event, EventHandler handler) {
    tables().byEvent.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(handler);
  }

  void addOnce(String event, EventHandler handler) {
    add(event, new Once(event, handler));
  }

  private final class Once implements EventHandler {
    private final String event;
    private final EventHandler handler;

    Once(String event, EventHandler handler) {
      this.event = event;
      this.handler = handler;
    }

    @Override
    public void handle(Event received) throws Exception {
      remove(event, this);
      handler.handle(received);
    }

    boolean stands(EventHandler removed) {
      return handler.equals(removed);
    }
  }

  void remove(String event, EventHandler handler) {
    List<EventHandler> known = tables().byEvent.get(event);
    if (known != null && !known.remove(handler)) {
      known.removeIf(each -> each instanceof Once once && once.stands(handler));
    }
  }

  void addAny(EventHandler handler) {
    tables().any.add(handler);
  }

  void removeAny(EventHandler handler) {
    tables().any.remove(handler);
  }

  void removeAny() {
    tables().any.clear();
  }

  void remove(String event) {
    tables().byEvent.remove(event);
  }

  /// Removes the handlers of all events, by name or for any. Middlewares stay, and so do those who
  /// hear of errors and of the end.
  void removeAll() {
    Tables known = tables;
    if (known != null) {
      known.byEvent.clear();
      known.any.clear();
      known.outgoing.clear();
    }
  }

  void addOutgoing(BiConsumer<String, Arguments> listener) {
    tables().outgoing.add(listener);
  }

  void removeOutgoing(BiConsumer<String, Arguments> listener) {
    tables().outgoing.remove(listener);
  }

  boolean hearsOutgoing() {
    Tables known = tables;
    return known != null && !known.outgoing.isEmpty();
  }

  /// Tells of an event that was sent to the client.
  void sent(Packet.Event event) {
    for (BiConsumer<String, Arguments> listener : tables().outgoing) {
      try {
        listener.accept(event.name(), event.arguments());
      } catch (RuntimeException e) {
        LOG.error("listener for outgoing events failed: {}", event.namespace(), e);
      }
    }
  }

  void addMiddleware(EventHandler middleware) {
    tables().middlewares.add(middleware);
  }

  void addError(Consumer<Exception> listener) {
    tables().errors.add(listener);
  }

  void addDisconnecting(Consumer<String> listener) {
    tables().disconnecting.add(listener);
  }

  void addDisconnect(Consumer<String> listener) {
    tables().disconnect.add(listener);
  }

  boolean hearsTheEnd() {
    return tables != null;
  }

  /// Passes an event through the middlewares to all who handle it.
  void handle(Event event) {
    Tables known = tables;
    if (known == null) {
      return;
    }
    try {
      for (EventHandler middleware : known.middlewares) {
        middleware.handle(event);
      }
    } catch (Exception e) {
      LOG.debug("event refused by a middleware: {}", e.toString());
      known.errors.forEach(listener -> listener.accept(e));
      return;
    }
    known.any.forEach(handler -> call(handler, event));
    known.byEvent.getOrDefault(event.name(), List.of()).forEach(handler -> call(handler, event));
  }

  private static void call(EventHandler handler, Event event) {
    try {
      handler.handle(event);
    } catch (Exception e) {
      LOG.error("event handler failed: {}", event.socket().namespace().name(), e);
    }
  }

  void disconnecting(String reason) {
    if (tables != null) {
      tables().disconnecting.forEach(listener -> listener.accept(reason));
    }
  }

  void disconnected(String reason) {
    if (tables != null) {
      tables().disconnect.forEach(listener -> listener.accept(reason));
    }
  }
}
