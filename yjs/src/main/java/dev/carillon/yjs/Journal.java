package dev.carillon.yjs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a transaction did to the graph, in order, so that it can be taken back exactly.
///
/// Going back step by step, each step finds the graph as it left it; so a step needs no more than
/// the item that it touched. Collecting and merging come after a transaction can no longer fail, and
/// are not noted.
final class Journal {
  private static final byte LINKED = 0;
  private static final byte DELETED = 1;
  private static final byte SPLIT = 2;
  private static final byte CONTENT = 3;
  private static final byte COLLECTED = 4;
  private static final byte CLIENT = 5;
  private static final byte ROOT = 6;

  /// A journal longer than this is given back after its transaction.
  private static final int KEPT = 1024;

  private byte[] steps = new byte[16];
  private @Nullable Object[] subjects = new Object[16];
  private int size;

  /// Returns where the journal is, to go back to.
  int position() {
    return size;
  }

  /// An item was put in its place, at the end of its client's structs.
  void linked(Item item) {
    note(LINKED, item);
  }

  void deleted(Item item) {
    note(DELETED, item);
  }

  /// An item was split, and this is its new right part.
  void split(Item rightPart) {
    note(SPLIT, rightPart);
  }

  /// An item is about to get other content, which appending cannot restore.
  void content(Item item, Content before) {
    note(CONTENT, before);
    note(CONTENT, item);
  }

  void collected(ClientStructs client) {
    note(COLLECTED, client);
  }

  void client(ClientStructs added) {
    note(CLIENT, added);
  }

  void root(Branch added) {
    note(ROOT, added);
  }

  /// Forgets all steps.
  void clear() {
    if (size > KEPT) {
      steps = new byte[16];
      subjects = new Object[16];
    } else {
      Arrays.fill(subjects, 0, size, null);
    }
    size = 0;
  }

  /// Takes back every step after `position`, the latest first.
  void undo(int position, StructStore store) {
    while (size > position) {
      size--;
      Object subject = subjects[size];
      subjects[size] = null;
      switch (steps[size]) {
        case LINKED -> unlink((Item) subject);
        case DELETED -> undelete((Item) subject);
        case SPLIT -> unsplit((Item) subject);
        case CONTENT -> {
          size--;
          ((Item) subject).content = (Content) subjects[size];
          subjects[size] = null;
        }
        case COLLECTED -> ((ClientStructs) subject).removeLast();
        case CLIENT -> store.clients.remove((ClientStructs) subject);
        case ROOT -> store.removeRoot((Branch) subject);
        default -> throw new IllegalStateException();
      }
    }
  }

  private static void unlink(Item item) {
    item.client.removeLast();
    Branch parent = item.parent();
    Item left = item.left;
    Item right = item.right;
    if (left != null) {
      left.right = right;
    } else if (item.parentSub == null) {
      parent.start = right;
    }
    if (right != null) {
      right.left = left;
    } else if (item.parentSub != null) {
      if (left != null) {
        parent.values().put(item.parentSub, left);
      } else {
        parent.values().remove(item.parentSub);
      }
    }
    if (item.parentSub == null && item.isVisible()) {
      parent.length -= item.length;
    }
    parent.markItem = null;
  }

  private static void undelete(Item item) {
    item.setDeleted(false);
    Branch parent = item.parent();
    if (item.parentSub == null && item.isCountable()) {
      parent.length += item.length;
    }
    parent.markItem = null;
  }

  private static void unsplit(Item rightPart) {
    Item item = rightPart.left;
    if (item == null || !item.content.tryAppend(rightPart.content)) {
      throw new IllegalStateException("the parts of a split item do not join");
    }
    item.length += rightPart.length;
    item.right = rightPart.right;
    if (item.right != null) {
      item.right.left = item;
    } else if (item.parentSub != null) {
      item.parent().values().put(item.parentSub, item);
    }
    int index = item.client.indexOf(rightPart.clock);
    item.client.remove(index, index + 1);
    item.parent().markItem = null;
  }

  private void note(byte step, Object subject) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, size * 2);
      subjects = Arrays.copyOf(subjects, size * 2);
    }
    steps[size] = step;
    subjects[size] = subject;
    size++;
  }
}
