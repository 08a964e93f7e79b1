package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Puts decoded structs in their place: the conflict resolution of YATA, as Yjs does it.
final class Integrator {
  private final Transaction transaction;
  private final StructStore store;
  private final VisitedItems visited;
  private final int maxDepth;
  private final ToIntFunction<Item> positions;
  private long scans;

  /// Integrates in a transaction.
  ///
  /// @param positions tells where in an update an item began, for refusals; -1 for no such place
  Integrator(Transaction transaction, Limits limits, ToIntFunction<Item> positions) {
    this.transaction = transaction;
    this.store = transaction.store;
    this.visited = new VisitedItems();
    this.maxDepth = limits.typeDepth();
    this.positions = positions;
    this.scans = limits.scanSteps();
  }

  /// Returns a client whose structs must come first, or `null` when all that is needed is there.
  static @Nullable ClientStructs missing(Struct struct, ClientStructs client) {
    if (!(struct instanceof Item item)) {
      return null;
    }
    ClientStructs origin = item.originClient;
    if (origin != null && origin != client && item.originClock >= origin.state()) {
      return origin;
    }
    ClientStructs rightOrigin = item.rightOriginClient;
    if (rightOrigin != null
        && rightOrigin != client
        && item.rightOriginClock >= rightOrigin.state()) {
      return rightOrigin;
    }
    return null;
  }

  /// Integrates a struct of which the first `offset` units are known. Nothing may be missing.
  void integrate(Struct struct, ClientStructs client, int offset) {
    if (struct instanceof Item item) {
      boolean placed = resolve(item);
      if (offset > 0) {
        placed &= skipKnown(item, offset);
      }
      if (placed) {
        place(item);
        return;
      }
    } else {
      struct.clock += offset;
      struct.length -= offset;
    }
    store.add(transaction, client, new Collected(struct.clock, struct.length));
    store.journal.collected(client);
  }

  /// Finds neighbours and parent.
  ///
  /// @return whether there is a place; without one the item counts as collected
  private boolean resolve(Item item) {
    if (item.parentById) {
      return resolveParent(item);
    }
    Item left = null;
    if (item.originClient != null) {
      if (!(StructStore.cleanEnd(transaction, item.originClient, item.originClock)
          instanceof Item found)) {
        return false;
      }
      left = found;
    }
    Item right = null;
    if (item.rightOriginClient != null) {
      if (!(StructStore.cleanStart(transaction, item.rightOriginClient, item.rightOriginClock)
          instanceof Item found)) {
        return false;
      }
      right = found;
    }
    item.left = left;
    item.right = right;
    Item neighbour = left != null ? left : right;
    if (neighbour != null) {
      item.parent = neighbour.parent;
      item.parentSub = neighbour.parentSub;
    }
    return true;
  }

  private boolean resolveParent(Item item) {
    ClientStructs client = item.originClient;
    if (client == null) {
      throw new IllegalStateException("no parent");
    }
    Item holder = StructStore.item(client, item.originClock);
    item.originClient = null;
    item.originClock = 0;
    item.parentById = false;
    if (holder != null && holder.content instanceof ContentType type) {
      item.parent = type.branch();
      return true;
    }
    return false;
  }

  private boolean skipKnown(Item item, int offset) {
    item.clock += offset;
    item.length -= offset;
    item.content = item.content.split(offset);
    item.originClient = item.client;
    item.originClock = item.clock - 1;
    if (StructStore.cleanEnd(transaction, item.client, item.originClock) instanceof Item left) {
      item.left = left;
      return true;
    }
    return false;
  }

  /// Integrates an item of which neighbours and parent are known.
  void place(Item item) {
    Branch parent = item.parent();
    if (!transaction.isLocal()) {
      parent.marks = null;
    }
    if (parent.name != null) {
      store.addRoot(parent);
    }
    Item left = item.left;
    Item right = item.right;
    Item first = left == null ? firstOf(item, parent) : null;
    if (left == null ? right == null || right.left != null : left.right != right) {
      left = settle(item, left == null ? first : left.right);
    }
    link(item, parent, left, first);
    store.add(transaction, item.client, item);
    store.journal.linked(item);
    store.weight += item.content.weight() + Transaction.placeWeight(item);
    applyContent(item, parent);
    if (item.parentSub != null && item.right == null && left != null) {
      transaction.delete(left);
    }
    if (parent.isDeleted() || (item.parentSub != null && item.right != null)) {
      transaction.delete(item);
    }
  }

  private @Nullable Item firstOf(Item item, Branch parent) {
    String key = item.parentSub;
    if (key == null) {
      return parent.start;
    }
    Item first = parent.value(key);
    while (first != null && first.left != null) {
      first = first.left;
      countScan(item);
    }
    return first;
  }

  /// Finds the left neighbour among items that were inserted at the same place without knowledge of
  /// each other, beginning with `o`.
  private @Nullable Item settle(Item item, @Nullable Item from) {
    Item left = item.left;
    Item right = item.right;
    visited.clear();
    for (Item o = from; o != null && o != right; o = o.right) {
      countScan(item);
      visited.add(o);
      ClientStructs origin = o.originClient;
      if (o.sameOrigin(item)) {
        if (o.client.id < item.client.id) {
          left = o;
          visited.settle();
        } else if (o.sameRightOrigin(item)) {
          break;
        }
      } else if (origin == null) {
        break;
      } else {
        int at =
            origin.find(o.originClock) instanceof Item neighbour
                ? visited.indexOf(neighbour)
                : VisitedItems.UNSEEN;
        if (at == VisitedItems.UNSEEN) {
          break;
        }
        if (visited.isSettled(at)) {
          left = o;
          visited.settle();
        }
      }
    }
    return left;
  }

  private static void link(Item item, Branch parent, @Nullable Item left, @Nullable Item first) {
    item.left = left;
    Item right = left != null ? left.right : first;
    item.right = right;
    if (left != null) {
      left.right = item;
    } else if (item.parentSub == null) {
      parent.start = item;
    }
    if (right != null) {
      right.left = item;
    } else if (item.parentSub != null) {
      parent.values().put(item.parentSub, item);
    }
    if (item.parentSub == null && item.isCountable()) {
      parent.length += item.length;
    }
  }

  private void applyContent(Item item, Branch parent) {
    switch (item.content) {
      case ContentDeleted _ -> {
        item.setDeleted(true);
        transaction.touch(item.client).deleted(item.clock, item.length);
      }
      case ContentType type -> {
        Branch branch = type.branch();
        branch.item = item;
        branch.depth = parent.depth + 1;
        if (branch.depth > maxDepth) {
          throw overLimit(item, "types lie too deep in one another");
        }
      }
      case ContentFormat _ -> parent.hasFormats = true;
      default -> {}
    }
  }

  private void countScan(Item item) {
    if (--scans < 0) {
      throw overLimit(item, "too many conflicts at one place");
    }
  }

  private UpdateRefusedException overLimit(Item item, String what) {
    return UpdateRefusedException.limit(positions.applyAsInt(item), what);
  }
}
