package dev.carillon.yjs;

import org.jspecify.annotations.Nullable;

/// Makes items in a transaction, under the client id of the document, and holds them to its limits:
/// what is written here must be readable ever after, here and elsewhere.
final class Editor {
  final Transaction transaction;
  private final ClientStructs client;
  private final Limits limits;
  private final Integrator integrator;

  /// Makes items within limits.
  Editor(Transaction transaction, ClientStructs client, Limits limits) {
    this.transaction = transaction;
    this.client = client;
    this.limits = limits;
    // An insert between known neighbours needs no search.
    this.integrator = new Integrator(transaction, limits.withScanSteps(Long.MAX_VALUE), _ -> -1);
  }

  Limits limits() {
    return limits;
  }

  /// Puts content between two neighbours in the list of a type.
  Item insert(Branch parent, @Nullable Item left, @Nullable Item right, Content content) {
    return place(parent, left, right, null, content);
  }

  /// Makes content the value of a key.
  Item set(Branch parent, String key, Content content) {
    return place(parent, parent.value(key), null, key, content);
  }

  private Item place(
      Branch parent,
      @Nullable Item left,
      @Nullable Item right,
      @Nullable String key,
      Content content) {
    int state = client.state();
    if (content.length() > Integer.MAX_VALUE - state) {
      throw new IllegalStateException("the client has no clocks left");
    }
    Item item = new Item(client, state, content);
    item.parent = parent;
    item.parentSub = key;
    item.left = left;
    item.right = right;
    if (left != null) {
      item.originClient = left.client;
      item.originClock = left.end() - 1;
    }
    if (right != null) {
      item.rightOriginClient = right.client;
      item.rightOriginClock = right.clock;
    }
    integrator.place(item);
    transaction.checkWeight(limits);
    return item;
  }

  /// Deletes an item and what it holds.
  void delete(Item item) {
    transaction.delete(item);
  }

  /// Splits an item after `offset` units, so that it ends there.
  void split(Item item, int offset) {
    StructStore.split(transaction, item, item.client.indexOf(item.clock), offset);
  }
}
