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

  /// The mark from which this was found, -1 for none, and how many items away from it.
  private int near = -1;

  private int steps;

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
      position.steps++;
    }
    return position;
  }

  /// Starts from the nearest mark, if that is nearer than the beginning. Where formats may be, only
  /// the way from the beginning tells which of them hold.
  private void useMark(int target) {
    Marks marks = parent.marks;
    near = marks == null || parent.hasFormats ? -1 : marks.nearest(target);
    if (marks == null || near < 0) {
      return;
    }
    Item item = marks.item(near);
    int at = marks.index(near);
    while (item != null && at > target && item.left != null) {
      item = item.left;
      steps++;
      if (item.isVisible()) {
        at -= item.length;
      }
    }
    if (item != null) {
      left = item.left;
      right = item;
      index = at;
    }
  }

  /// Notes for the next edit where this one was.
  void mark() {
    if (parent.hasFormats) {
      return;
    }
    if (right != null && right.isVisible()) {
      mark(right, index);
    } else if (left != null && left.isVisible()) {
      mark(left, index - left.length);
    }
  }

  private void mark(Item item, int at) {
    Marks marks = parent.marks;
    if (marks == null) {
      marks = new Marks();
      parent.marks = marks;
      near = -1;
    }
    marks.put(item, at, near, steps);
  }

  /// Notes that so much behind this place was deleted.
  void deleted(int length) {
    if (parent.marks != null) {
      parent.marks.deleted(index, length);
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
    if (parent.marks != null && content.isCountable()) {
      parent.marks.inserted(index, content.length());
    }
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
