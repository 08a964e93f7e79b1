package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Encodes a store, or a part of it, as an update.
final class StateWriter {
  private StateWriter() {}

  /// Encodes what `target` lacks, and all deletions.
  static byte[] encode(StructStore store, StateVector target, UpdateFormat format) {
    UpdateWriter out = UpdateWriter.of(format);
    ClientStructs[] clients = store.clients.highestFirst();
    int count = 0;
    for (ClientStructs client : clients) {
      count += target.clock(client.id) < client.state() ? 1 : 0;
    }
    out.rest.writeVarUint(count);
    for (ClientStructs client : clients) {
      int from = target.clock(client.id);
      if (from < client.state()) {
        StructWriter.writeFrom(out, client, from);
      }
    }
    writeDeletions(out, clients);
    return out.toByteArray();
  }

  /// Encodes what `target` lacks, and all deletions, with what is pending.
  static byte[] encodeWithPending(StructStore store, StateVector target, UpdateFormat format) {
    byte[] update = encode(store, target, format);
    if (store.pending.isEmpty()) {
      return update;
    }
    List<byte[]> updates = new ArrayList<>();
    updates.add(update);
    for (byte[] waiting : store.pending.updates()) {
      byte[] lacking = Updates.diffUpdate(waiting, target, UpdateFormat.V1, Limits.TRUSTED);
      updates.add(Updates.convert(lacking, UpdateFormat.V1, format, Limits.TRUSTED));
    }
    return Updates.mergeUpdates(updates, format, Limits.TRUSTED);
  }

  /// Encodes in v1 what a snapshot knows; items are split for that.
  static byte[] encodeAt(Transaction transaction, Snapshot snapshot) {
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V1);
    Map<Long, Integer> clocks = snapshot.stateVector().toMap();
    out.rest.writeVarUint(clocks.size());
    clocks.forEach((id, clock) -> {
      ClientStructs client = transaction.store.client(id);
      if (clock < client.state()) {
        StructStore.cleanStart(transaction, client, clock);
      }
      StructWriter.writeUpTo(out, client, clock);
    });
    snapshot.deleteSet().write(out);
    return out.toByteArray();
  }

  /// Encodes what a transaction added and deleted.
  static byte[] encodeChanges(List<ClientChange> changes, UpdateFormat format) {
    changes.sort((a, b) -> Long.compare(b.client.id, a.client.id));
    UpdateWriter out = UpdateWriter.of(format);
    int grown = 0;
    int deleted = 0;
    for (ClientChange change : changes) {
      grown += change.hasGrown() ? 1 : 0;
      deleted += change.deleteCount() > 0 ? 1 : 0;
    }
    out.rest.writeVarUint(grown);
    for (ClientChange change : changes) {
      if (change.hasGrown()) {
        StructWriter.writeFrom(out, change.client, change.before);
      }
    }
    out.rest.writeVarUint(deleted);
    for (ClientChange change : changes) {
      int count = change.deleteCount();
      if (count > 0) {
        out.beginRanges();
        out.rest.writeVarUint(change.client.id);
        out.rest.writeVarUint(count);
        for (int i = 0; i < count; i++) {
          out.range(change.deletedClock(i), change.deletedLength(i));
        }
      }
    }
    return out.toByteArray();
  }

  /// Encodes deletions alone; the ranges must be in order.
  static byte[] encodeDeletions(Ranges ranges) {
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V1);
    out.rest.writeVarUint(0);
    int clients = 0;
    for (int i = 0; i < ranges.size(); i++) {
      clients += beginsClient(ranges, i) ? 1 : 0;
    }
    out.rest.writeVarUint(clients);
    for (int i = 0; i < ranges.size(); i++) {
      if (beginsClient(ranges, i)) {
        out.beginRanges();
        out.rest.writeVarUint(ranges.client(i).id);
        int to = i + 1;
        while (to < ranges.size() && !beginsClient(ranges, to)) {
          to++;
        }
        out.rest.writeVarUint(to - i);
      }
      out.range(ranges.clock(i), ranges.length(i));
    }
    return out.toByteArray();
  }

  private static boolean beginsClient(Ranges ranges, int index) {
    return index == 0 || ranges.client(index).id != ranges.client(index - 1).id;
  }

  private static void writeDeletions(UpdateWriter out, ClientStructs[] clients) {
    int count = 0;
    int[] runs = new int[clients.length];
    for (int i = 0; i < clients.length; i++) {
      runs[i] = countRuns(clients[i]);
      count += runs[i] > 0 ? 1 : 0;
    }
    out.rest.writeVarUint(count);
    for (int i = 0; i < clients.length; i++) {
      if (runs[i] > 0) {
        out.beginRanges();
        out.rest.writeVarUint(clients[i].id);
        out.rest.writeVarUint(runs[i]);
        writeRuns(out, clients[i]);
      }
    }
  }

  private static int countRuns(ClientStructs client) {
    int runs = 0;
    boolean before = false;
    for (int i = 0; i < client.size(); i++) {
      boolean deleted = client.get(i).isDeleted();
      runs += deleted && !before ? 1 : 0;
      before = deleted;
    }
    return runs;
  }

  private static void writeRuns(UpdateWriter out, ClientStructs client) {
    int from = -1;
    for (int i = 0; i < client.size(); i++) {
      Struct struct = client.get(i);
      if (struct.isDeleted()) {
        from = from < 0 ? struct.clock : from;
      } else if (from >= 0) {
        out.range(from, struct.clock - from);
        from = -1;
      }
    }
    if (from >= 0) {
      out.range(from, client.state() - from);
    }
  }
}
