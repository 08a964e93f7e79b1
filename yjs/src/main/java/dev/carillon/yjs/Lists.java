package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and edits the list of a type.
final class Lists {
  private Lists() {}

  static @Nullable Object get(Doc doc, Branch branch, int index) {
    if (index < 0 || index >= branch.length) {
      throw new IndexOutOfBoundsException(
          "index " + index + " in a list of length " + branch.length);
    }
    int left = index;
    for (Item item = branch.start; item != null; item = item.right) {
      if (item.isVisible()) {
        if (left < item.length) {
          return Contents.read(doc, item, left);
        }
        left -= item.length;
      }
    }
    throw new IllegalStateException("a list is shorter than its length");
  }

  static List<@Nullable Object> toList(Doc doc, Branch branch) {
    List<@Nullable Object> values = new ArrayList<>(branch.length);
    for (Item item = branch.start; item != null; item = item.right) {
      if (item.isVisible()) {
        Contents.read(doc, item, values);
      }
    }
    return values;
  }

  static void insert(Editor editor, Branch branch, int index, List<Content> contents) {
    Position position = Position.find(editor, branch, index);
    for (Content content : contents) {
      position.insert(editor, content);
    }
    position.mark();
  }

  /// Inserts a new type and returns its handle.
  static YType insertType(YType parent, int index, ContentType content) {
    List<Item> made = new ArrayList<>(1);
    parent.edit(
        editor -> made.add(Position.find(editor, parent.branch(), index).insert(editor, content)));
    return YType.of(parent.doc(), made.getFirst(), content);
  }

  static void delete(Editor editor, Branch branch, int index, int length) {
    if (index < 0 || length < 0 || length > branch.length - index) {
      throw new IndexOutOfBoundsException(
          "range " + index + " + " + length + " in a list of length " + branch.length);
    }
    Position position = Position.find(editor, branch, index);
    int left = length;
    while (left > 0 && position.right != null) {
      Item item = position.right;
      if (item.isVisible()) {
        if (left < item.length) {
          editor.split(item, left);
        }
        left -= item.length;
        editor.delete(item);
      }
      position.forward();
    }
    position.mark();
  }
}
