package dev.carillon.socketio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A rule by which namespaces come into being when a client first names them. Thread-safe.
///
/// Each child gets the middlewares and listeners that stand here at that time.
public final class DynamicNamespace {
  private final Predicate<String> names;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<Consumer<Socket>> connectListeners = new CopyOnWriteArrayList<>();
  private final List<Namespace> children = new CopyOnWriteArrayList<>();

  DynamicNamespace(Predicate<String> names) {
    this.names = names;
  }

  /// Adds a middleware for all children to come.
  public DynamicNamespace use(Middleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  /// Adds a listener for sockets of all children to come.
  public DynamicNamespace onConnection(Consumer<Socket> listener) {
    connectListeners.add(listener);
    return this;
  }

  /// Returns the children that there are at the moment.
  public List<Namespace> children() {
    return List.copyOf(children);
  }

  /// Sends an event to all sockets of all children.
  public void emit(String event, @Nullable Object... args) {
    children.forEach(child -> child.emit(event, args));
  }

  boolean matches(String name) {
    return names.test(name);
  }

  void adopt(Namespace child) {
    middlewares.forEach(child::use);
    connectListeners.forEach(child::onConnection);
    children.add(child);
  }

  void dismiss(Namespace child) {
    children.remove(child);
  }
}
