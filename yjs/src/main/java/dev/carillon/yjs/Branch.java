package dev.carillon.yjs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A shared type inside the graph: a list of items and the values of keys. What it is (text, array,
/// map, XML) lies in the eye of the reader; a root type has a name only.
final class Branch {
  /// The name of a root type; `null` for a type held by an item.
  final @Nullable String name;

  /// The item that holds this type; `null` for a root type.
  @Nullable Item item;

  @Nullable Item start;
  private @Nullable Map<String, Item> values;

  /// How many countable units of the list are not deleted.
  int length;

  /// How many types are around this one.
  int depth;

  /// Whether a format was ever put in: then an index alone does not tell the formats at a place.
  boolean hasFormats;

  /// Where the last edit or read by index ended, to start the next one near; `null` for unknown.
  @Nullable Item markItem;

  int markIndex;

  Branch(@Nullable String name) {
    this.name = name;
  }

  boolean isDeleted() {
    Item holder = item;
    return holder != null && holder.isDeleted();
  }

  /// Returns the newest item of each key, for writing.
  Map<String, Item> values() {
    Map<String, Item> known = values;
    if (known == null) {
      known = new LinkedHashMap<>(4);
      values = known;
    }
    return known;
  }

  /// Returns the newest item of each key, for reading.
  Map<String, Item> currentValues() {
    Map<String, Item> known = values;
    return known == null ? Map.of() : known;
  }

  @Nullable Item value(String key) {
    Map<String, Item> known = values;
    return known == null ? null : known.get(key);
  }

  /// Forgets everything in it, when it was collected.
  void clear() {
    start = null;
    values = null;
    markItem = null;
  }
}
