package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known while one record set is written: for whom, in which scope, and what was loaded already.
///
/// Each record is loaded once and written once, however many refer to it, and what is referred to is loaded in as
/// few calls as the references allow: all users of all comments together. Confined to the thread that publishes.
public final class Publication {
  private final Serializers serializers;
  private final Map<String, ?> scope;
  private final @Nullable Long currentUser;
  private final Map<Class<?>, Map<Long, Object>> loaded = new HashMap<>();
  private final Map<Class<?>, Set<Long>> missing = new HashMap<>();
  private final Map<Class<?>, Set<Long>> wanted = new LinkedHashMap<>();
  private final Map<Class<?>, Set<Long>> written = new HashMap<>();
  private final Map<String, List<JsonObject>> collections = new LinkedHashMap<>();

  Publication(Serializers serializers, Map<String, ?> scope, @Nullable Long currentUser) {
    this.serializers = serializers;
    this.scope = scope;
    this.currentUser = currentUser;
  }

  /// Returns the user as whom it is written; `null` if nobody in particular.
  public @Nullable Long currentUser() {
    return currentUser;
  }

  /// Returns what the caller put into the scope; `null` if that is nothing.
  public @Nullable Object scope(String name) {
    return scope.get(name);
  }

  /// Has a record published along, once. One that there is not is left out.
  public void along(Class<?> type, @Nullable Long id) {
    if (id != null) {
      wanted.computeIfAbsent(type, any -> new LinkedHashSet<>()).add(id);
    }
  }

  /// Returns a record that something must be known of to write another; `null` if there is none. What was loaded
  /// before is not loaded again.
  public <T> @Nullable T find(Class<T> type, long id) {
    load(serializers.kind(type), Set.of(id));
    return type.cast(known(type).get(id));
  }

  /// Writes records and all that they refer to.
  <T> void write(Class<T> type, @Nullable String root, Collection<? extends T> records) {
    RecordKind<T> kind = serializers.kind(type);
    for (T each : records) {
      known(type).put(kind.id().applyAsLong(each), each);
    }
    for (T each : records) {
      write(kind, root == null ? kind.root() : root, each);
    }
    while (!wanted.isEmpty()) {
      Class<?> next = wanted.keySet().iterator().next();
      Set<Long> ids = wanted.remove(next);
      if (ids != null) {
        writeAlong(serializers.kind(next), ids);
      }
    }
  }

  private <T> void writeAlong(RecordKind<T> kind, Set<Long> ids) {
    load(kind, ids);
    for (Long id : ids) {
      Object found = known(kind.type()).get(id);
      if (found != null) {
        write(kind, kind.root(), kind.type().cast(found));
      }
    }
  }

  private <T> void write(RecordKind<T> kind, String root, T entry) {
    long id = kind.id().applyAsLong(entry);
    if (written.computeIfAbsent(kind.type(), any -> new HashSet<>()).add(id)) {
      var members = new JsonObject();
      kind.serializer().serialize(entry, members, this);
      collections.computeIfAbsent(root, any -> new ArrayList<>()).add(members);
    }
  }

  private <T> void load(RecordKind<T> kind, Set<Long> ids) {
    Map<Long, Object> known = known(kind.type());
    Set<Long> gone = missing.computeIfAbsent(kind.type(), any -> new HashSet<>());
    var unknown = new LinkedHashSet<>(ids);
    unknown.removeAll(known.keySet());
    unknown.removeAll(gone);
    Loader<T> loader = kind.loader();
    if (unknown.isEmpty() || loader == null) {
      return;
    }
    for (T each : loader.load(unknown)) {
      known.put(kind.id().applyAsLong(each), each);
    }
    unknown.removeAll(known.keySet());
    gone.addAll(unknown);
  }

  private Map<Long, Object> known(Class<?> type) {
    return loaded.computeIfAbsent(type, any -> new HashMap<>());
  }

  /// Returns the collections by their names, in the order of their first records.
  Map<String, List<JsonObject>> collections() {
    return collections;
  }
}
