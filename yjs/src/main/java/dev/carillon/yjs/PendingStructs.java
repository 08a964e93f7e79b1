package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Structs that wait for others, encoded as an update of v1 without deletions.
///
/// @param update the structs
/// @param missing for each client that is waited for, the clock that must be there before another
///     try is worth it
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingStructs(byte[] update, Map<Long, Integer> missing) {
  /// Encodes what is left in sections.
  static PendingStructs of(List<Section> sections, Map<Long, Integer> missing) {
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V1);
    int open = 0;
    for (Section section : sections) {
      open += section.isDone() ? 0 : 1;
    }
    out.rest.writeVarUint(open);
    for (Section section : sections) {
      if (!section.isDone()) {
        StructWriter.writeRest(out, section);
      }
    }
    out.rest.writeVarUint(0);
    return new PendingStructs(out.toByteArray(), missing);
  }

  /// Makes one of several.
  static PendingStructs merge(List<PendingStructs> pieces) {
    List<byte[]> updates = new ArrayList<>(pieces.size());
    Map<Long, Integer> missing = new HashMap<>();
    for (PendingStructs piece : pieces) {
      updates.add(piece.update);
      piece.missing.forEach((client, clock) -> missing.merge(client, clock, Math::min));
    }
    return new PendingStructs(
        Updates.mergeUpdates(updates, UpdateFormat.V1, Limits.TRUSTED), missing);
  }

  /// Whether something came that is waited for.
  boolean isDue(StructStore store) {
    for (Map.Entry<Long, Integer> entry : missing.entrySet()) {
      ClientStructs client = store.clients.get(entry.getKey());
      if (client != null && client.state() > entry.getValue()) {
        return true;
      }
    }
    return false;
  }
}
