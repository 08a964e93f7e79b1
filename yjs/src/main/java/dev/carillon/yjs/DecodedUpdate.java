package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
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

  /// Clients and root types that the store does not know. They enter it with their first struct.
  private @Nullable ClientTable newClients;

  private @Nullable Map<String, Branch> newRoots;
  private @Nullable ClientStructs lastClient;

  private final List<Section> sections = new ArrayList<>(2);
  private Ranges deletions = new Ranges();

  DecodedUpdate(StructStore store) {
    this.store = store;
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
  void sort() {
    sections.sort(HIGHEST_FIRST);
    for (int i = 1; i < sections.size(); i++) {
      if (sections.get(i).client == sections.get(i - 1).client) {
        throw UpdateRefusedException.malformed(-1, "a client comes twice");
      }
    }
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
