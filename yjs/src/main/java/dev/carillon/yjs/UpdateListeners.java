package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who hears of the changes of a document, and in which format. Confined to the thread of the
/// document.
final class UpdateListeners {
  private List<Entry> listeners = List.of();
  private final Deque<Change> untold = new ArrayDeque<>(1);
  private boolean telling;

  /// A listener and its format; not a record, as one listener may be added twice.
  private static final class Entry {
    final UpdateFormat format;
    final UpdateListener listener;

    Entry(UpdateFormat format, UpdateListener listener) {
      this.format = format;
      this.listener = listener;
    }
  }

  /// What changed, encoded once for each format that somebody hears.
  private record Change(Map<UpdateFormat, byte[]> updates, Transaction transaction) {}

  /// Adds a listener, and returns what removes it again.
  Runnable add(UpdateFormat format, UpdateListener listener) {
    Entry entry = new Entry(format, listener);
    List<Entry> more = new ArrayList<>(listeners);
    more.add(entry);
    listeners = List.copyOf(more);
    return () -> listeners = listeners.stream().filter(each -> each != entry).toList();
  }

  /// Encodes what a transaction changed, while that is known; nothing when nobody listens.
  Map<UpdateFormat, byte[]> encode(Transaction transaction) {
    Map<UpdateFormat, byte[]> updates = new EnumMap<>(UpdateFormat.class);
    for (Entry entry : listeners) {
      updates.computeIfAbsent(
          entry.format, format -> StateWriter.encodeChanges(transaction.changes(), format));
    }
    return updates;
  }

  /// Tells of a change: in order, also when a listener changes the document meanwhile.
  void tell(Map<UpdateFormat, byte[]> updates, Transaction transaction) {
    untold.add(new Change(updates, transaction));
    if (telling) {
      return;
    }
    telling = true;
    RuntimeException failure = null;
    for (Change next = untold.poll(); next != null; next = untold.poll()) {
      for (Entry entry : listeners) {
        failure = tell(entry, next, failure);
      }
    }
    telling = false;
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable RuntimeException tell(
      Entry entry, Change change, @Nullable RuntimeException before) {
    byte[] update = change.updates.get(entry.format);
    if (update == null) {
      return before; // the listener came after the change
    }
    try {
      entry.listener.onUpdate(update, change.transaction);
    } catch (RuntimeException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
    }
    return before;
  }
}
