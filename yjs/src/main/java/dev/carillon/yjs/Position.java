package dev.carillon.yjs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A place between two items of a list, with the formats that hold there.
final class Position {
  final Branch parent;
  final Map<String, EncodedJson> formats = new LinkedHashMap<>(0);
  @Nullable Item left;
  @Nullable Item right;
  int index;

  private Position(Branch parent) {
    this.parent = parent;
    this.right = parent.start;
  }

  /// Returns the beginning of a list.
  static Position start(Branch parent) {
    return new Position(parent);
  }

  /// Returns the place before the unit at `index`, splitting an item if need be.
  ///
  /// @throws IndexOutOfBoundsException if the list is shorter
  static Position find(Editor editor, Branch parent, int index) {
    if (index < 0 || index > parent.length) {
      throw new IndexOutOfBoundsException(
          "index " + index + " in a list of length " + parent.length);
    }
    Position position = new Position(parent);
    position.useMark(index);
    while (position.right != null && position.index < index) {
      Item next = position.right;
      if (next.isVisible() && index - position.index < next.length) {
        editor.split(next, index - position.index);
      }
      position.forward();
    }
    return position;
  }

  /// Starts from the mark, if that is nearer than the beginning. Where formats may be, only the way
  /// from the beginning tells which of them hold.
  private void useMark(int target) {
    Item mark = parent.markItem;
    if (mark == null || parent.hasFormats || target <= parent.markIndex / 2) {
      return;
    }
    int at = parent.markIndex;
    while (at > target && mark.left != null) {
      mark = mark.left;
      if (mark.isVisible()) {
        at -= mark.length;
      }
    }
    left = mark.left;
    right = mark;
    index = at;
  }

  /// Notes for the next edit where this one was.
  void mark() {
    Item item = right;
    if (item != null) {
      parent.markItem = item;
      parent.markIndex = index;
    } else if (left != null) {
      parent.markItem = left;
      parent.markIndex = left.isVisible() ? index - left.length : index;
    }
  }

  /// Goes beyond the item to the right, which must be there.
  void forward() {
    Item item = right;
    if (item == null) {
      throw new IllegalStateException("at the end");
    }
    if (!item.isDeleted()) {
      if (item.content instanceof ContentFormat format) {
        setFormat(formats, format);
      } else if (item.isCountable()) {
        index += item.length;
      }
    }
    left = item;
    right = item.right;
  }

  /// Puts content here and goes behind it.
  Item insert(Editor editor, Content content) {
    Item item = editor.insert(parent, left, right, content);
    right = item;
    forward();
    return item;
  }

  /// Notes that from here on a format holds.
  static void setFormat(Map<String, EncodedJson> formats, ContentFormat format) {
    if (format.value().isNull()) {
      formats.remove(format.key());
    } else {
      formats.put(format.key(), format.value());
    }
  }
}
