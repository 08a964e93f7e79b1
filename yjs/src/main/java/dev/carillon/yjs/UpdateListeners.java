package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who hears of the changes of a document. Confined to the thread of the document.
final class UpdateListeners {
  private List<UpdateListener> listeners = List.of();
  private final Deque<Change> untold = new ArrayDeque<>(1);
  private boolean telling;

  private static final class Change {
    final byte[] update;
    final Transaction transaction;

    Change(byte[] update, Transaction transaction) {
      this.update = update;
      this.transaction = transaction;
    }
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  void add(UpdateListener listener) {
    List<UpdateListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
  }

  void remove(UpdateListener listener) {
    List<UpdateListener> fewer = new ArrayList<>(listeners);
    fewer.remove(listener);
    listeners = List.copyOf(fewer);
  }

  /// Tells of a change: in order, also when a listener changes the document meanwhile.
  void tell(byte[] update, Transaction transaction) {
    untold.add(new Change(update, transaction));
    if (telling) {
      return;
    }
    telling = true;
    RuntimeException failure = null;
    for (Change next = untold.poll(); next != null; next = untold.poll()) {
      for (UpdateListener listener : listeners) {
        failure = tell(listener, next, failure);
      }
    }
    telling = false;
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable RuntimeException tell(
      UpdateListener listener, Change change, @Nullable RuntimeException before) {
    try {
      listener.onUpdate(change.update, change.transaction);
    } catch (RuntimeException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
    }
    return before;
  }
}
