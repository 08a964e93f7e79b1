package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A bundle of changes to a [Doc], which listeners see as one update.
///
/// Confined to the thread of its document, and of use only while it runs.
public final class Transaction {
  /// About what the place of a struct takes when encoded, without names.
  static final int STRUCT_WEIGHT = 10;

  final StructStore store;
  private final Doc doc;
  private final @Nullable Object origin;
  private boolean local;
  private final List<ClientChange> changes = new ArrayList<>(2);
  private final List<Runnable> afterwards = new ArrayList<>(1);
  private final long weightBefore;
  private boolean failed;
  private @Nullable Editor editor;

  Transaction(Doc doc, StructStore store, @Nullable Object origin, boolean local) {
    this.doc = doc;
    this.store = store;
    this.origin = origin;
    this.local = local;
    this.weightBefore = store.weight;
  }

  /// Returns the document that is changed.
  public Doc doc() {
    return doc;
  }

  /// Returns what the caller named as the origin of the changes, `null` for nothing.
  public @Nullable Object origin() {
    return origin;
  }

  /// Whether the changes are made here, and not taken over from an update.
  public boolean isLocal() {
    return local;
  }

  /// Notes that something is taken over from an update.
  void setRemote() {
    local = false;
  }

  /// Returns what makes changes here.
  Editor editor() {
    Editor known = editor;
    if (known == null) {
      known = new Editor(this, store.client(doc.clientId()), doc.limits());
      editor = known;
    }
    return known;
  }

  /// Runs changes as a part of this transaction, which fails with them.
  void join(Consumer<Transaction> changes) {
    if (failed) {
      throw new IllegalStateException("a part of this transaction has failed");
    }
    boolean done = false;
    try {
      changes.accept(this);
      done = true;
    } finally {
      failed |= !done;
    }
  }

  /// Whether a part failed, and so all of it must be taken back.
  boolean isFailed() {
    return failed;
  }

  /// Has something run once nothing can fail any more.
  void afterwards(Runnable task) {
    afterwards.add(task);
  }

  /// Whether it came to nothing. Items may have been split for it even so, and a split amid a
  /// surrogate pair changes the text: that must not stay, as nobody else would hear of it.
  boolean isIdle() {
    return afterwards.isEmpty() && !hasChanged();
  }

  /// Returns about what the place of an item takes when encoded. An item without neighbours names its
  /// root type and its key, in full.
  static int placeWeight(Item item) {
    if (item.originClient != null || item.rightOriginClient != null) {
      return STRUCT_WEIGHT;
    }
    String root = item.parent().name;
    String key = item.parentSub;
    return STRUCT_WEIGHT + (root == null ? 0 : root.length()) + (key == null ? 0 : key.length());
  }

  /// Refuses edits that would be more structs in one update than others may take.
  void checkStructs(Limits limits) {
    long structs = 0;
    if (editor != null) {
      for (ClientChange change : changes) {
        structs += change.hasGrown() ? Merger.structsFrom(change) : 0;
      }
    }
    if (structs > limits.structs()) {
      throw UpdateRefusedException.limit(-1, "too many structs in one update");
    }
  }

  /// Refuses to grow beyond the limit.
  void checkWeight(Limits limits) {
    if (store.weight > limits.documentBytes() && store.weight > weightBefore) {
      throw UpdateRefusedException.limit(-1, "the document would become too large");
    }
  }

  /// Whether a client has more structs than before.
  boolean hasGrown(long clientId) {
    ClientStructs client = store.clients.get(clientId);
    ClientChange change = client == null ? null : client.change;
    return change != null && change.hasGrown();
  }

  /// Returns the clients of which structs were added, split or deleted.
  List<ClientChange> changes() {
    return changes;
  }

  /// Returns the note of what is done to a client, begun with the first change.
  ClientChange touch(ClientStructs client) {
    ClientChange change = client.change;
    if (change == null) {
      change = new ClientChange(client);
      client.change = change;
      changes.add(change);
    }
    return change;
  }

  /// Whether anything was added or deleted.
  boolean hasChanged() {
    for (ClientChange change : changes) {
      if (change.deleteCount() > 0 || change.hasGrown()) {
        return true;
      }
    }
    return false;
  }

  /// Marks an item deleted, and everything in the types that it holds.
  void delete(Item item) {
    if (item.isDeleted()) {
      return;
    }
    if (!(item.content instanceof ContentType)) {
      markDeleted(item);
      return;
    }
    Deque<Branch> open = new ArrayDeque<>();
    markDeleted(item, open);
    for (Branch branch = open.poll(); branch != null; branch = open.poll()) {
      for (Item child = branch.start; child != null; child = child.right) {
        markDeleted(child, open);
      }
      for (Item child : branch.currentValues().values()) {
        markDeleted(child, open);
      }
    }
  }

  private void markDeleted(Item item, Deque<Branch> open) {
    if (item.isDeleted()) {
      return;
    }
    markDeleted(item);
    if (item.content instanceof ContentType type) {
      open.push(type.branch());
    }
  }

  private void markDeleted(Item item) {
    Branch parent = item.parent();
    if (item.parentSub == null && item.isCountable()) {
      parent.length -= item.length;
    }
    item.setDeleted(true);
    if (!local) {
      parent.marks = null;
    }
    touch(item.client).deleted(item.clock, item.length);
    store.journal.deleted(item);
  }

  /// Makes the changes final: forgets the content that was deleted, unless it is to be kept, and
  /// merges neighbours.
  void settle(boolean collect) {
    afterwards.forEach(Runnable::run);
    if (collect) {
      new Collector(this).collect();
    }
    for (ClientChange change : changes) {
      change.sort();
      Merger.merge(store, change);
    }
  }

  /// Lets go of the notes at the clients.
  void close() {
    for (ClientChange change : changes) {
      change.client.change = null;
    }
    store.journal.clear();
  }

  /// Takes everything back.
  void undo() {
    store.journal.undo(0, store);
    store.weight = weightBefore;
  }
}
