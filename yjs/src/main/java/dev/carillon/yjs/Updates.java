package dev.carillon.yjs;

import java.util.List;

/// Works on updates without building a document: merge, diff, convert, compare.
///
/// Updates are bytes as Yjs makes them, and so are the results, byte for byte; only where two merged
/// updates disagree on whether an item is collected, either may come out. An update is v1 unless a
/// format is given. Every method checks all that it reads, and ends in an
/// [UpdateRefusedException] if an update is malformed or goes beyond the [Limits] (which are the
/// defaults unless given). The arrays are neither changed nor kept. Stateless: any thread may call.
public final class Updates {
  private Updates() {}

  /// Merges updates into one that has the same effect (`Y.mergeUpdates`).
  ///
  /// What is missing between them stays missing. Structs are not joined, and deleted content is not
  /// dropped: a document does that.
  public static byte[] mergeUpdates(List<byte[]> updates) {
    return mergeUpdates(updates, UpdateFormat.V1, Limits.DEFAULT);
  }

  /// Merges updates of a format into one of the same.
  public static byte[] mergeUpdates(List<byte[]> updates, UpdateFormat format, Limits limits) {
    if (updates.size() == 1) {
      byte[] only = updates.getFirst();
      UpdateSummary.of(only, format, limits);
      return only.clone();
    }
    return UpdateMerger.merge(updates, format, limits);
  }

  /// Returns what somebody who knows `known` lacks of an update (`Y.diffUpdate`).
  ///
  /// The delete set is kept whole: a state vector says nothing of it.
  public static byte[] diffUpdate(byte[] update, StateVector known) {
    return diffUpdate(update, known, UpdateFormat.V1, Limits.DEFAULT);
  }

  /// Returns what somebody who knows `known` lacks of an update, in the same format.
  public static byte[] diffUpdate(
      byte[] update, StateVector known, UpdateFormat format, Limits limits) {
    var in = new BlockReader(update, format, limits);
    var out = new BlockWriter(format);
    long client = -1; // the one of which something was written
    for (Block block = in.next(); block != null; block = in.next()) {
      if (block.client == client) {
        out.write(block, 0);
        continue;
      }
      int clock = known.clock(block.client);
      if (block.end() > clock && !block.isSkip()) { // a section never starts with a gap
        out.write(block, Math.max(clock - block.clock, 0));
        client = block.client;
      }
    }
    return out.finish(in.deleteSet());
  }

  /// Returns what the holder of an update knows: per client, up to the first gap
  /// (`Y.encodeStateVectorFromUpdate`, decoded).
  public static StateVector stateVector(byte[] update) {
    return stateVector(update, UpdateFormat.V1, Limits.DEFAULT);
  }

  /// Returns what the holder of an update of a format knows.
  public static StateVector stateVector(byte[] update, UpdateFormat format, Limits limits) {
    return UpdateSummary.of(update, format, limits).stateVector();
  }

  /// Returns [#stateVector(byte[])], encoded.
  public static byte[] encodeStateVectorFromUpdate(byte[] update) {
    return stateVector(update).encode();
  }

  /// Returns what an update says is deleted.
  public static DeleteSet deleteSet(byte[] update, UpdateFormat format, Limits limits) {
    return UpdateSummary.of(update, format, limits).deleteSet();
  }

  /// Converts an update from one format to the other (`Y.convertUpdateFormatV1ToV2` and back).
  ///
  /// What v1 cannot say of a value of a format or an embed (bytes, `undefined`, bigints) is said as
  /// `JSON.stringify` would.
  public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to) {
    return convert(update, from, to, Limits.DEFAULT);
  }

  /// Converts an update from one format to another.
  public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to, Limits limits) {
    var in = new BlockReader(update, from, limits);
    var out = new BlockWriter(to);
    for (Block block = in.next(); block != null; block = in.next()) {
      out.write(block, 0);
    }
    return out.finish(in.deleteSet());
  }

  /// Returns whether a document with this state would not change by an update
  /// (`Y.snapshotContainsUpdate`).
  public static boolean contains(StateVector known, DeleteSet deleted, byte[] update) {
    return contains(known, deleted, update, UpdateFormat.V1, Limits.DEFAULT);
  }

  /// Returns whether a document with this state would not change by an update of a format.
  public static boolean contains(
      StateVector known, DeleteSet deleted, byte[] update, UpdateFormat format, Limits limits) {
    var in = new BlockReader(update, format, limits);
    boolean isKnown = true;
    for (Block block = in.next(); block != null; block = in.next()) {
      isKnown &= block.isSkip() || block.end() <= known.clock(block.client);
    }
    DeleteSet deletes = in.deleteSet(); // read in any case: what is malformed is refused
    return isKnown && deleted.covers(deletes);
  }
}
