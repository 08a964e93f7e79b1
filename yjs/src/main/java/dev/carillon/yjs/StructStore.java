package dev.carillon.yjs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The graph of a document: the structs of every client, and the root types by name.
final class StructStore {
  /// An item, its content and its slots.
  private static final long STRUCT_BYTES = 112;

  private static final long CLIENT_BYTES = 80;

  final ClientTable clients = new ClientTable();
  final Journal journal = new Journal();
  final Pending pending;
  private final Map<String, Branch> roots = new LinkedHashMap<>(4);

  /// About how many bytes the contents and their places take when encoded.
  long weight;

  /// Makes an empty store.
  ///
  /// @param pending what waits
  StructStore(Pending pending) {
    this.pending = pending;
  }

  /// Returns the structs of a client; an object apart, not yet in the store, for an unknown one.
  ClientStructs client(long id) {
    ClientStructs known = clients.get(id);
    return known != null ? known : new ClientStructs(id);
  }

  /// Returns the root types that have been written to or asked for.
  Map<String, Branch> roots() {
    return roots;
  }

  /// Returns a root type; one apart, not yet in the store, for an unknown name.
  Branch root(String name) {
    Branch known = roots.get(name);
    return known != null ? known : new Branch(name);
  }

  void addRoot(Branch root) {
    if (roots.putIfAbsent(String.valueOf(root.name), root) == null) {
      journal.root(root);
    }
  }

  void removeRoot(Branch root) {
    roots.remove(String.valueOf(root.name), root);
  }

  /// Returns for each client how much of it is here.
  StateVector stateVector() {
    StateVector.Builder clocks = new StateVector.Builder();
    for (ClientStructs client : clients.highestFirst()) {
      clocks.put(client.id, client.state());
    }
    return clocks.build();
  }

  /// Returns what is deleted.
  DeleteSet deleteSet() {
    DeleteSetBuilder deleted = new DeleteSetBuilder();
    for (ClientStructs client : clients.highestFirst()) {
      for (int i = 0; i < client.size(); i++) {
        Struct struct = client.get(i);
        if (struct.isDeleted()) {
          deleted.add(client.id, struct.clock, struct.length);
        }
      }
    }
    return deleted.build();
  }

  /// Returns about how many bytes of heap this takes.
  long bytes() {
    long structs = 0;
    for (ClientStructs client : clients.highestFirst()) {
      structs += client.size();
    }
    return weight + structs * STRUCT_BYTES + clients.size() * CLIENT_BYTES + pending.bytes();
  }

  /// Gives back the room that was kept for growth.
  void trim() {
    for (ClientStructs client : clients.highestFirst()) {
      client.trim();
    }
  }

  /// Returns the item that holds an id, or `null` when that place was collected.
  static @Nullable Item item(ClientStructs client, int clock) {
    return client.find(clock) instanceof Item item ? item : null;
  }

  /// Adds a struct that continues its client.
  void add(Transaction transaction, ClientStructs client, Struct struct) {
    transaction.touch(client);
    if (client.size() == 0 && clients.get(client.id) == null) {
      clients.add(client);
      journal.client(client);
    }
    client.add(struct);
  }

  /// Returns the struct that begins at an id, split off if need be; what is collected is not split.
  static Struct cleanStart(Transaction transaction, ClientStructs client, int clock) {
    int index = client.indexOf(clock);
    Struct struct = client.get(index);
    if (struct.clock < clock && struct instanceof Item item) {
      return split(transaction, item, index, clock - item.clock);
    }
    return struct;
  }

  /// Returns the struct that ends with an id, split if need be; what is collected is not split.
  static Struct cleanEnd(Transaction transaction, ClientStructs client, int clock) {
    int index = client.indexOf(clock);
    Struct struct = client.get(index);
    if (struct.end() - 1 > clock && struct instanceof Item item) {
      split(transaction, item, index, clock - item.clock + 1);
    }
    return struct;
  }

  /// Splits the item at an index of its client after `offset` units.
  ///
  /// @return the right part, which stands at the next index
  static Item split(Transaction transaction, Item item, int index, int offset) {
    Journal journal = transaction.store.journal;
    if (item.content instanceof ContentString text && text.isAmidPair(offset)) {
      journal.content(item, text.copy());
    }
    Content rest = item.content.split(offset);
    Item right = new Item(item.client, item.clock + offset, rest);
    right.originClient = item.client;
    right.originClock = right.clock - 1;
    right.rightOriginClient = item.rightOriginClient;
    right.rightOriginClock = item.rightOriginClock;
    right.parent = item.parent;
    right.parentSub = item.parentSub;
    right.setDeleted(item.isDeleted());
    right.left = item;
    Item next = item.right;
    right.right = next;
    item.right = right;
    if (next != null) {
      next.left = right;
    } else if (item.parentSub != null) {
      item.parent().values().put(item.parentSub, right);
    }
    item.length = offset;
    item.client.insert(index + 1, right);
    transaction.touch(item.client).seamAt(right.clock);
    transaction.store.weight += Transaction.STRUCT_WEIGHT;
    journal.split(right);
    return right;
  }
}
