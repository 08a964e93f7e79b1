package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows shared types as plain values, as `toJSON` in Yjs: a type by its content.
///
/// Types may lie in one another deeper than the stack is, in a document that was loaded; so lists and
/// maps are filled one after the other, and not by recursion. Confined to one thread.
final class TypeJson {
  private final Deque<List<@Nullable Object>> lists = new ArrayDeque<>(0);
  private final Deque<Map<String, @Nullable Object>> maps = new ArrayDeque<>(0);

  private TypeJson() {}

  static List<@Nullable Object> of(YArray array) {
    var json = new TypeJson();
    List<@Nullable Object> list = json.open(array);
    json.fill();
    return list;
  }

  static Map<String, @Nullable Object> of(YMap map) {
    var json = new TypeJson();
    Map<String, @Nullable Object> values = json.open(map);
    json.fill();
    return values;
  }

  private List<@Nullable Object> open(YArray array) {
    List<@Nullable Object> list = array.toList();
    lists.push(list);
    return list;
  }

  private Map<String, @Nullable Object> open(YMap map) {
    Map<String, @Nullable Object> values = map.toMap();
    maps.push(values);
    return values;
  }

  private void fill() {
    while (true) {
      List<@Nullable Object> list = lists.poll();
      Map<String, @Nullable Object> map = list == null ? maps.poll() : null;
      if (list != null) {
        list.replaceAll(this::plain);
      } else if (map != null) {
        map.replaceAll((key, value) -> plain(value));
      } else {
        return;
      }
    }
  }

  private @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case YArray array -> open(array);
      case YMap map -> open(map);
      case YType type -> type.toJson(); // text
      case null, default -> value;
    };
  }
}
