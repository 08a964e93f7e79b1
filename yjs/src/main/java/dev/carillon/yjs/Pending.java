package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came to a document before the things that it builds on: structs and deletions.
final class Pending {
  /// With more pieces than this, they are merged into one.
  private static final int FEW = 64;

  private static final int RANGE_BYTES = 12;

  private final List<PendingStructs> structs = new ArrayList<>(0);
  private Ranges deletions = new Ranges();
  private long structBytes;

  boolean isEmpty() {
    return structs.isEmpty() && deletions.isEmpty();
  }

  long bytes() {
    return structBytes + (long) deletions.size() * RANGE_BYTES;
  }

  /// Returns the deletions that wait, with their clients as the store knows them now.
  Ranges deletions(StructStore store) {
    if (deletions.isEmpty()) {
      return deletions;
    }
    Ranges known = new Ranges();
    for (int i = 0; i < deletions.size(); i++) {
      ClientStructs client = store.clients.get(deletions.client(i).id);
      known.add(
          client == null ? deletions.client(i) : client, deletions.clock(i), deletions.length(i));
    }
    return known;
  }

  /// Refuses what would wait beyond the limit.
  void check(@Nullable PendingStructs more, Ranges allDeletions, Limits limits) {
    long bytes = structBytes + (long) allDeletions.size() * RANGE_BYTES;
    boolean grows = allDeletions.size() > deletions.size();
    if (more != null) {
      bytes += more.update().length;
      grows = true;
    }
    if (grows && bytes > limits.pendingBytes()) {
      throw UpdateRefusedException.limit(-1, "too much waits for updates that are missing");
    }
  }

  /// Keeps what could not be taken in.
  void add(@Nullable PendingStructs more, Ranges allDeletions) {
    deletions = allDeletions;
    if (more == null) {
      return;
    }
    structs.add(more);
    structBytes += more.update().length;
    if (structs.size() > FEW) {
      PendingStructs merged = PendingStructs.merge(structs);
      structs.clear();
      structs.add(merged);
      structBytes = merged.update().length;
    }
  }

  /// Takes out structs of which something has come that they wait for, `null` when there are none.
  @Nullable PendingStructs takeDue(StructStore store) {
    for (int i = 0; i < structs.size(); i++) {
      if (structs.get(i).isDue(store)) {
        PendingStructs due = structs.remove(i);
        structBytes -= due.update().length;
        return due;
      }
    }
    return null;
  }

  /// Returns everything that waits as updates of v1.
  List<byte[]> updates() {
    List<byte[]> updates = new ArrayList<>(structs.size() + 1);
    for (PendingStructs piece : structs) {
      updates.add(piece.update());
    }
    if (!deletions.isEmpty()) {
      updates.add(StateWriter.encodeDeletions(deletions));
    }
    return updates;
  }
}
