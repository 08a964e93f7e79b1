package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops what deleted items hold: their content, and whole items inside of deleted types.
final class Collector {
  private final Transaction transaction;
  private final StructStore store;
  private final Deque<Branch> open = new ArrayDeque<>(0);

  Collector(Transaction transaction) {
    this.transaction = transaction;
    this.store = transaction.store;
  }

  /// Collects what the transaction deleted.
  void collect() {
    List<ClientChange> changes = transaction.changes();
    int count = changes.size(); // what is collected adds clients, of which nothing is deleted
    for (int c = 0; c < count; c++) {
      ClientChange change = changes.get(c);
      for (int i = 0; i < change.deleteCount(); i++) {
        collect(change.client, change.deletedClock(i), change.deletedLength(i));
      }
    }
  }

  private void collect(ClientStructs client, int clock, int length) {
    int end = clock + length;
    for (int i = client.indexOf(clock); i < client.size() && client.get(i).clock < end; i++) {
      if (client.get(i) instanceof Item item && item.isDeleted()) {
        if (item.content instanceof ContentType type) {
          open.push(type.branch());
          collectOpen();
        }
        empty(item);
      }
    }
  }

  private void empty(Item item) {
    if (!(item.content instanceof ContentDeleted)) {
      store.weight -= item.content.weight();
      item.content = new ContentDeleted(item.length);
    }
  }

  private void collectOpen() {
    for (Branch branch = open.poll(); branch != null; branch = open.poll()) {
      for (Item child = branch.start; child != null; child = child.right) {
        forget(child);
      }
      for (Item newest : branch.currentValues().values()) {
        for (@Nullable Item child = newest; child != null; child = child.left) {
          forget(child);
        }
      }
      branch.clear();
    }
  }

  private void forget(Item child) {
    if (child.content instanceof ContentType type) {
      open.push(type.branch());
    }
    store.weight -= child.content.weight() + Transaction.placeWeight(child);
    ClientStructs client = child.client;
    client.set(client.indexOf(child.clock), new Collected(child.clock, child.length));
    transaction.touch(client).seamAt(child.clock);
  }
}
