package dev.carillon.net;

import java.util.ArrayList;
import java.util.List;

/// Response headers: names and values in turn, in the order in which they are sent. Immutable.
public record Headers(List<String> namesAndValues) {
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    namesAndValues = List.copyOf(namesAndValues);
    if (namesAndValues.size() % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
  }

  public static Headers of(String... namesAndValues) {
    return new Headers(List.of(namesAndValues));
  }

  /// Returns these headers followed by others.
  public Headers and(Headers more) {
    if (more.namesAndValues.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(namesAndValues);
    all.addAll(more.namesAndValues);
    return new Headers(all);
  }
}
