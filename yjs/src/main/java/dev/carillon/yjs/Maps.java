package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and edits the values of the keys of a type.
final class Maps {
  private Maps() {}

  static @Nullable Object get(Doc doc, Branch branch, String key) {
    Item item = branch.value(key);
    return item == null || item.isDeleted() ? null : Contents.read(doc, item, item.length - 1);
  }

  static Map<String, @Nullable Object> toMap(Doc doc, Branch branch) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    branch
        .currentValues()
        .forEach((key, item) -> {
          if (!item.isDeleted()) {
            map.put(key, Contents.read(doc, item, item.length - 1));
          }
        });
    return map;
  }

  static void delete(Editor editor, Branch branch, String key) {
    Item item = branch.value(key);
    if (item != null) {
      editor.delete(item);
    }
  }

  /// Makes a new type the value of a key and returns its handle.
  static YType setType(YType parent, String key, ContentType content) {
    List<Item> made = new ArrayList<>(1);
    parent.edit(editor -> made.add(editor.set(parent.branch(), key, content)));
    return YType.of(parent.doc(), made.getFirst(), content);
  }
}
