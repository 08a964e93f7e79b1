package dev.carillon.yjs;

import java.util.List;

/// Works on updates without building a document: merge, diff, convert, compare, describe.
///
/// An update is v1 unless a format is given, and limits are the defaults unless given. Every method
/// checks all that it reads and ends in an [dev.carillon.yjs.lib0.UpdateRefusedException] if an update
/// is malformed or goes beyond the limits; all of them, and a document, refuse the same bytes as
/// malformed. Bytes behind the end are refused, also those that Yjs would ignore. The arrays are
/// neither changed nor kept. Stateless: any thread may call.
///
/// Results are those of Yjs byte for byte, except:
///
/// - Where two merged updates disagree on whether an item is collected, either may come out.
/// - Delete sets come out with the highest client first, ranges in order, and those that touch as one;
///   in Yjs only where updates are merged.
/// - What Yjs itself could not read, or only in part, is put right: several sections of one client (as
///   old merges of other implementations hold them) become one, and structs or ranges without length
///   are left out.
public final class Updates {
  private Updates() {}

  /// Merges updates into one that has the same effect (`Y.mergeUpdates`).
  ///
  /// What is missing between them stays missing. Structs are not joined, and deleted content is not
  /// dropped: a document does that. A single update comes back as it is, its delete set too, unless it
  /// has to be put right.
  public static byte[] mergeUpdates(List<byte[]> updates) {
    return mergeUpdates(updates, UpdateFormat.V1);
  }

  /// Merges updates of a format into one of the same.
  public static byte[] mergeUpdates(List<byte[]> updates, UpdateFormat format) {
    return mergeUpdates(updates, format, Limits.DEFAULT);
  }

  /// Merges updates of a format into one of the same.
  public static byte[] mergeUpdates(List<byte[]> updates, UpdateFormat format, Limits limits) {
    if (updates.size() == 1) {
      byte[] only = updates.getFirst();
      if (UpdateSummary.of(only, format, limits).sound()) {
        return only.clone();
      }
    }
    return UpdateMerger.merge(updates, format, limits);
  }

  /// Returns what somebody who knows `known` lacks of an update (`Y.diffUpdate`).
  ///
  /// The delete set is kept whole: a state vector says nothing of it.
  public static byte[] diffUpdate(byte[] update, StateVector known) {
    return diffUpdate(update, known, UpdateFormat.V1);
  }

  /// Returns what somebody who knows `known` lacks of an update, in the same format.
  public static byte[] diffUpdate(byte[] update, StateVector known, UpdateFormat format) {
    return diffUpdate(update, known, format, Limits.DEFAULT);
  }

  /// Returns what somebody who knows `known` lacks of an update, in the same format.
  public static byte[] diffUpdate(
      byte[] update, StateVector known, UpdateFormat format, Limits limits) {
    return BlockReader.over(update, format, limits, in -> diff(in, known, format));
  }

  private static byte[] diff(BlockReader in, StateVector known, UpdateFormat format) {
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
    return stateVector(update, UpdateFormat.V1);
  }

  /// Returns what the holder of an update of a format knows.
  public static StateVector stateVector(byte[] update, UpdateFormat format) {
    return stateVector(update, format, Limits.DEFAULT);
  }

  /// Returns what the holder of an update of a format knows.
  public static StateVector stateVector(byte[] update, UpdateFormat format, Limits limits) {
    return UpdateSummary.of(update, format, limits).stateVector();
  }

  /// Returns [#stateVector(byte[])], encoded.
  public static byte[] encodeStateVectorFromUpdate(byte[] update) {
    return stateVector(update).encode();
  }

  /// Returns [#stateVector(byte[], UpdateFormat)], encoded.
  public static byte[] encodeStateVectorFromUpdate(byte[] update, UpdateFormat format) {
    return stateVector(update, format).encode();
  }

  /// Returns what an update says is deleted.
  public static DeleteSet deleteSet(byte[] update) {
    return deleteSet(update, UpdateFormat.V1);
  }

  /// Returns what an update of a format says is deleted.
  public static DeleteSet deleteSet(byte[] update, UpdateFormat format) {
    return deleteSet(update, format, Limits.DEFAULT);
  }

  /// Returns what an update of a format says is deleted.
  public static DeleteSet deleteSet(byte[] update, UpdateFormat format, Limits limits) {
    return UpdateSummary.of(update, format, limits).deleteSet();
  }

  /// Returns of which clients an update holds structs, from where to where (`Y.parseUpdateMeta`).
  public static UpdateMeta parseUpdateMeta(byte[] update) {
    return parseUpdateMeta(update, UpdateFormat.V1);
  }

  /// Returns of which clients an update of a format holds structs, from where to where.
  public static UpdateMeta parseUpdateMeta(byte[] update, UpdateFormat format) {
    return parseUpdateMeta(update, format, Limits.DEFAULT);
  }

  /// Returns of which clients an update of a format holds structs, from where to where.
  public static UpdateMeta parseUpdateMeta(byte[] update, UpdateFormat format, Limits limits) {
    return BlockReader.over(update, format, limits, UpdateMeta::of);
  }

  /// Describes an update in v1, for a log; see [#describe(byte[], UpdateFormat)].
  public static String describe(byte[] update) {
    return describe(update, UpdateFormat.V1);
  }

  /// Describes an update, for a log: its size, whose clocks it holds, how many structs, what it
  /// deletes.
  ///
  /// The line is bounded (some 600 characters) and holds nothing that a user chose: no text, values,
  /// names or keys. Bytes that are refused are described too, by what is wrong with them; so this
  /// never throws an [dev.carillon.yjs.lib0.UpdateRefusedException].
  public static String describe(byte[] update, UpdateFormat format) {
    return UpdateDescription.of(update, format);
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
    return BlockReader.over(
        update,
        from,
        limits,
        in -> {
          var out = new BlockWriter(to);
          for (Block block = in.next(); block != null; block = in.next()) {
            out.write(block, 0);
          }
          return out.finish(in.deleteSet());
        });
  }

  /// Returns whether a document with this state would not change by an update
  /// (`Y.snapshotContainsUpdate`).
  public static boolean contains(StateVector known, DeleteSet deleted, byte[] update) {
    return contains(known, deleted, update, UpdateFormat.V1);
  }

  /// Returns whether a document with this state would not change by an update of a format.
  public static boolean contains(
      StateVector known, DeleteSet deleted, byte[] update, UpdateFormat format) {
    return contains(known, deleted, update, format, Limits.DEFAULT);
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
