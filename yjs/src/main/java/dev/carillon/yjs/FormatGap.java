package dev.carillon.yjs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stretch of a text without anything to be seen, after a deletion: of the marks in it only the
/// last of each format counts, and only if it changes something.
final class FormatGap {
  private final Editor editor;
  private final Map<String, EncodedJson> before;
  private final Map<String, EncodedJson> current;

  /// @param before the formats at the beginning of the gap
  /// @param current the formats where the editing position is; corrected for marks that go
  FormatGap(Editor editor, Map<String, EncodedJson> before, Map<String, EncodedJson> current) {
    this.editor = editor;
    this.before = before;
    this.current = current;
  }

  /// Deletes the marks that do not count.
  ///
  /// @param start where the gap begins
  /// @param position where the editing position is, at or behind `start`
  void clean(Item start, @Nullable Item position) {
    Map<String, ContentFormat> last = new HashMap<>();
    Item end = start;
    for (; end != null && !end.isVisible(); end = end.right) {
      if (!end.isDeleted() && end.content instanceof ContentFormat mark) {
        last.put(mark.key(), mark);
      }
    }
    boolean passed = false;
    for (Item item = start; item != null && item != end; item = item.right) {
      passed |= item == position;
      if (!item.isDeleted() && item.content instanceof ContentFormat mark) {
        clean(item, mark, last.get(mark.key()) == mark, passed);
      }
    }
  }

  private void clean(Item item, ContentFormat mark, boolean last, boolean passed) {
    String key = mark.key();
    EncodedJson held = before.getOrDefault(key, EncodedJson.NULL);
    boolean changes = !held.equals(mark.value());
    if (last && changes) {
      if (!passed) {
        Position.setFormat(current, mark);
      }
      return;
    }
    editor.delete(item);
    if (!passed && changes && mark.value().equals(current.getOrDefault(key, EncodedJson.NULL))) {
      if (held.isNull()) {
        current.remove(key);
      } else {
        current.put(key, held);
      }
    }
  }
}
