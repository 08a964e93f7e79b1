package dev.carillon.publisher.loomio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The kinds of records that are published. Safe for any thread.
public final class Serializers {
  private final Map<Class<?>, RecordKind<?>> kinds = new ConcurrentHashMap<>();

  /// Adds a kind, or replaces the one of the same type.
  public <T> Serializers register(RecordKind<T> kind) {
    kinds.put(kind.type(), kind);
    return this;
  }

  /// @throws IllegalArgumentException if it is not registered
  @SuppressWarnings("unchecked") // register() puts only matching pairs
  <T> RecordKind<T> kind(Class<T> type) {
    RecordKind<?> kind = kinds.get(type);
    if (kind == null) {
      throw new IllegalArgumentException("no serializer for " + type.getName());
    }
    return (RecordKind<T>) kind;
  }
}
