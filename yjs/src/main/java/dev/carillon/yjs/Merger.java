package dev.carillon.yjs;

/// Merges neighbours in the struct list of a client, around everything that a transaction touched.
final class Merger {
  /// With more places than this to look at, all that lies between them is looked at in one go:
  /// closing a gap moves everything behind it, and should be done once.
  private static final int FEW = 4;

  private Merger() {}

  /// Merges around what `change` notes, which is sorted.
  static void merge(StructStore store, ClientChange change) {
    ClientStructs client = change.client;
    int size = client.size();
    if (size < 2) {
      return;
    }
    boolean grown = change.hasGrown();
    int places = change.deleteCount() + change.seamCount();
    if (places <= FEW) {
      // From right to left: what is still to come keeps its index.
      if (grown) {
        merge(store, client, indexBefore(client, change.before), size - 1);
      }
      for (int i = change.deleteCount() - 1; i >= 0; i--) {
        int clock = change.deletedClock(i);
        around(store, client, clock, clock + change.deletedLength(i));
      }
      for (int i = change.seamCount() - 1; i >= 0; i--) {
        around(store, client, change.seam(i), change.seam(i) + 1);
      }
      return;
    }
    int low = grown ? change.before : Integer.MAX_VALUE;
    int high = grown ? client.state() : 0;
    if (change.deleteCount() > 0) {
      int last = change.deleteCount() - 1;
      low = Math.min(low, change.deletedClock(0));
      high = Math.max(high, change.deletedClock(last) + change.deletedLength(last));
    }
    if (change.seamCount() > 0) {
      low = Math.min(low, change.seam(0));
      high = Math.max(high, change.seam(change.seamCount() - 1) + 1);
    }
    around(store, client, low, high);
  }

  /// Merges the structs that hold the clocks from `from` to before `to`, and one on either side.
  private static void around(StructStore store, ClientStructs client, int from, int to) {
    int last = to >= client.state() ? client.size() - 1 : client.indexOf(to - 1) + 1;
    merge(store, client, indexBefore(client, from), Math.min(last, client.size() - 1));
  }

  private static int indexBefore(ClientStructs client, int clock) {
    return Math.max(0, client.indexOf(clock) - 1);
  }

  private static void merge(StructStore store, ClientStructs client, int first, int last) {
    int kept = first;
    Struct left = client.get(first);
    for (int i = first + 1; i <= last; i++) {
      Struct right = client.get(i);
      if (tryMerge(left, right)) {
        store.weight -= right instanceof Item ? Transaction.STRUCT_WEIGHT : 0;
      } else {
        left = right;
        kept++;
        if (kept < i) {
          client.set(kept, right);
        }
      }
    }
    if (kept < last) {
      client.remove(kept + 1, last + 1);
    }
  }

  /// Returns how many structs of a client a transaction adds, once neighbours are merged.
  static int structsFrom(ClientChange change) {
    ClientStructs client = change.client;
    int from = client.indexOf(change.before);
    int structs = 1;
    for (int i = from + 1; i < client.size(); i++) {
      structs += canMerge(client.get(i - 1), client.get(i)) ? 0 : 1;
    }
    return structs;
  }

  private static boolean canMerge(Struct left, Struct right) {
    if (left instanceof Item item && right instanceof Item next) {
      return item.canMerge(next);
    }
    return left instanceof Collected && right instanceof Collected;
  }

  private static boolean tryMerge(Struct left, Struct right) {
    if (left instanceof Item item && right instanceof Item next) {
      return item.tryMerge(next);
    }
    if (left instanceof Collected && right instanceof Collected) {
      left.length += right.length;
      return true;
    }
    return false;
  }
}
