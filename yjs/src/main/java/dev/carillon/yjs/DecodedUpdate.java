package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An update as structs and deletions, which a store can take in; wholly checked, as far as that
/// goes without a store.
final class DecodedUpdate {
  private static final Comparator<Section> HIGHEST_FIRST =
      (a, b) -> Long.compare(b.client.id, a.client.id);

  private final StructStore store;
  private final byte[] bytes;
  private final UpdateFormat format;

  /// Clients and root types that the store does not know. They enter it with their first struct.
  private @Nullable ClientTable newClients;

  private @Nullable Map<String, Branch> newRoots;
  private @Nullable ClientStructs lastClient;

  private final List<Section> sections = new ArrayList<>(2);
  private Ranges deletions = new Ranges();

  /// Begins with nothing.
  ///
  /// @param bytes the update as it came
  DecodedUpdate(StructStore store, byte[] bytes, UpdateFormat format) {
    this.store = store;
    this.bytes = bytes;
    this.format = format;
  }

  /// Returns the sections, the highest client first: most places then need no search.
  List<Section> sections() {
    return sections;
  }

  /// Returns what is deleted, in order.
  Ranges deletions() {
    return deletions;
  }

  void setDeletions(Ranges ranges) {
    deletions = ranges;
  }

  void add(Section section) {
    sections.add(section);
  }

  /// Puts the sections in order, when all are there.
  ///
  /// @return whether each client has one section only
  boolean sort() {
    sections.sort(HIGHEST_FIRST);
    for (int i = 1; i < sections.size(); i++) {
      if (sections.get(i).client == sections.get(i - 1).client) {
        return false;
      }
    }
    return true;
  }

  /// Returns where in the bytes that came the struct with an id begins; -1 where it is not in them.
  ///
  /// The bytes are gone through again: who wants to know is about to refuse them.
  int position(long client, int clock) {
    var in = new BlockReader(bytes, format, Limits.TRUSTED);
    for (Block block = in.next(); block != null; block = in.next()) {
      if (block.client == client && block.clock <= clock && clock < block.end()) {
        return in.position();
      }
    }
    return -1;
  }

  ClientStructs client(long id) {
    ClientStructs last = lastClient;
    if (last != null && last.id == id) {
      return last;
    }
    ClientStructs known = store.clients.get(id);
    if (known == null) {
      known = newClient(id);
    }
    lastClient = known;
    return known;
  }

  private ClientStructs newClient(long id) {
    ClientTable table = newClients;
    if (table == null) {
      table = new ClientTable();
      newClients = table;
    }
    ClientStructs known = table.get(id);
    if (known == null) {
      known = new ClientStructs(id);
      table.add(known);
    }
    return known;
  }

  Branch root(String name) {
    Branch known = store.roots().get(name);
    if (known != null) {
      return known;
    }
    Map<String, Branch> table = newRoots;
    if (table == null) {
      table = new HashMap<>(2);
      newRoots = table;
    }
    return table.computeIfAbsent(name, Branch::new);
  }
}
