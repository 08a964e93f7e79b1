package dev.carillon.socketio;

import dev.carillon.core.Broker;
import dev.carillon.core.Rooms;
import dev.carillon.core.Services;
import dev.carillon.engineio.SessionIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The namespaces of one endpoint: those that the app made, and those that clients brought into being
/// by naming them.
///
/// Of the latter there is a limit. When it is reached, those go that nobody is in, is about to enter
/// or may return to. Guarded by itself; predicates of the app are called without the lock.
final class Namespaces {
  private final SocketIo io;
  private final Map<String, Namespace> all = new HashMap<>();
  private final Map<Namespace, DynamicNamespace> parents = new HashMap<>();
  private final List<DynamicNamespace> dynamic = new ArrayList<>();
  private @Nullable Services services;

  Namespaces(SocketIo io) {
    this.io = io;
  }

  /// Takes what the gateway lends, before the first client.
  synchronized void start(Services lent) {
    services = lent;
    all.values().forEach(namespace -> start(namespace, lent));
    lent.broker()
        .onStateChange(state -> {
          // Before READY, and until then, messages may have been published that never came.
          if (state == Broker.State.DOWN || state == Broker.State.READY) {
            noteGap();
          }
        });
  }

  private void start(Namespace namespace, Services lent) {
    RecoverySettings recovery = io.settings().recovery;
    namespace.start(
        new Rooms(io.name(), lent.lanes(), lent.instruments()),
        recovery == null
            ? null
            : new Recovery(SessionIds.next(lent.random()), recovery, lent.clock(), lent.lanes()));
  }

  private void noteGap() {
    forEach(namespace -> {
      Recovery recovery = namespace.recovery();
      if (recovery != null) {
        recovery.noteGap();
      }
    });
  }

  /// Returns a namespace of the app's, made when it is first asked for.
  synchronized Namespace of(String path) {
    Namespace known = all.get(path);
    return known == null ? open(path) : known;
  }

  private Namespace open(String path) {
    var namespace = new Namespace(path, io);
    if (services != null) {
      start(namespace, services);
    }
    all.put(path, namespace);
    return namespace;
  }

  /// Adds a rule by which clients bring namespaces into being.
  synchronized DynamicNamespace of(Predicate<String> names) {
    var parent = new DynamicNamespace(names);
    dynamic.add(parent);
    return parent;
  }

  /// Returns a namespace if it exists.
  synchronized @Nullable Namespace known(String path) {
    return all.get(path);
  }

  /// Returns the namespace that a client wants to enter, if there is one or may be one. Until
  /// [Namespace#release] it does not go away. May call the app.
  @Nullable Namespace enter(String path) {
    synchronized (this) {
      Namespace known = all.get(path);
      if (known != null) {
        known.hold();
        return known;
      }
    }
    DynamicNamespace parent = parentOf(path);
    return parent == null ? null : enterChild(path, parent);
  }

  private @Nullable DynamicNamespace parentOf(String path) {
    List<DynamicNamespace> rules;
    synchronized (this) {
      rules = List.copyOf(dynamic);
    }
    for (DynamicNamespace rule : rules) {
      if (rule.matches(path)) {
        return rule;
      }
    }
    return null;
  }

  private synchronized @Nullable Namespace enterChild(String path, DynamicNamespace parent) {
    Namespace child = all.get(path);
    if (child == null) {
      if (parents.size() >= io.settings().maxDynamicNamespaces) {
        dismissUnused();
      }
      if (parents.size() >= io.settings().maxDynamicNamespaces) {
        return null;
      }
      child = open(path);
      parent.adopt(child);
      parents.put(child, parent);
    }
    child.hold();
    return child;
  }

  private void dismissUnused() {
    parents
        .entrySet()
        .removeIf(entry -> {
          Namespace child = entry.getKey();
          if (child.isInUse()) {
            return false;
          }
          entry.getValue().dismiss(child);
          all.remove(child.name());
          return true;
        });
  }

  void forEach(Consumer<Namespace> action) {
    List<Namespace> namespaces;
    synchronized (this) {
      namespaces = List.copyOf(all.values());
    }
    namespaces.forEach(action);
  }

  /// Returns where the rooms of each namespace are.
  synchronized List<Rooms> allRooms() {
    return services == null ? List.of() : all.values().stream().map(Namespace::rooms).toList();
  }

  /// Returns the number of rooms with members in all of them.
  synchronized int rooms() {
    return services == null
        ? 0
        : all.values().stream().mapToInt(namespace -> namespace.rooms().size()).sum();
  }
}
