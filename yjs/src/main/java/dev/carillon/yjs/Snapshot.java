package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;

/// What was in a document at a time. Immutable; may be shared between threads.
///
/// @param stateVector how much of each client
/// @param deleteSet what of it was deleted
public record Snapshot(StateVector stateVector, DeleteSet deleteSet) {
  /// Encodes this as `Y.encodeSnapshot` does.
  public byte[] encode() {
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V1);
    deleteSet.write(out);
    byte[] clocks = stateVector.encode();
    out.rest.writeBytes(clocks, 0, clocks.length);
    return out.toByteArray();
  }

  /// Decodes what [#encode] or `Y.encodeSnapshot` made.
  ///
  /// @throws UpdateRefusedException if it is malformed
  public static Snapshot decode(byte[] bytes) {
    UpdateReader in = UpdateReader.of(bytes, UpdateFormat.V1, Limits.DEFAULT);
    DeleteSet deleteSet = DeleteSet.read(in);
    return new Snapshot(StateVector.read(in.rest), deleteSet);
  }
}
