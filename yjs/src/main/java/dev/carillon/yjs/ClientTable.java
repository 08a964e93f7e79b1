package dev.carillon.yjs;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The clients of a store by id: a hash table with open addressing, so that looking one up makes no
/// object.
final class ClientTable {
  private static final Comparator<ClientStructs> HIGHEST_FIRST = (a, b) -> Long.compare(b.id, a.id);

  private static final long SECRET = new SecureRandom().nextLong();

  private @Nullable ClientStructs[] slots = new ClientStructs[4];
  private int size;
  private ClientStructs @Nullable [] sorted;

  int size() {
    return size;
  }

  @Nullable ClientStructs get(long id) {
    int mask = slots.length - 1;
    for (int i = slot(id, mask); ; i = (i + 1) & mask) {
      ClientStructs found = slots[i];
      if (found == null || found.id == id) {
        return found;
      }
    }
  }

  /// Adds a client that is not here yet.
  void add(ClientStructs client) {
    if ((size + 1) * 2 > slots.length) {
      resize(slots.length * 2);
    }
    put(client);
    size++;
    sorted = null;
  }

  /// Takes out a client that is here. Rare: only when a transaction is undone.
  void remove(ClientStructs client) {
    int mask = slots.length - 1;
    int i = slot(client.id, mask);
    while (slots[i] != client) {
      i = (i + 1) & mask;
    }
    slots[i] = null;
    size--;
    sorted = null;
    resize(slots.length);
  }

  /// Returns all clients, the highest id first, as the encodings want them. Not to be changed.
  ClientStructs[] highestFirst() {
    ClientStructs[] known = sorted;
    if (known == null) {
      known = new ClientStructs[size];
      int next = 0;
      for (ClientStructs client : slots) {
        if (client != null) {
          known[next++] = client;
        }
      }
      Arrays.sort(known, HIGHEST_FIRST);
      sorted = known;
    }
    return known;
  }

  private void resize(int capacity) {
    @Nullable ClientStructs[] old = slots;
    slots = new ClientStructs[capacity];
    for (ClientStructs client : old) {
      if (client != null) {
        put(client);
      }
    }
  }

  private void put(ClientStructs client) {
    int mask = slots.length - 1;
    int i = slot(client.id, mask);
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = client;
  }

  private static int slot(long id, int mask) {
    // Peers choose their ids: without a secret they could choose them to fall into one slot.
    long mixed = (id ^ SECRET) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 32)) * 0x94D049BB133111EBL;
    return (int) (mixed >>> 33) & mask;
  }
}
