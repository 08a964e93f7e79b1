package dev.carillon.yjs;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/// How a [Doc] behaves. Immutable; may be shared by documents and threads if `clientIds` may.
///
/// @param limits what updates may demand
/// @param collectsGarbage whether deleted content is dropped, as Yjs does by default; only a document
///     that keeps it can be read at a [Snapshot]
/// @param clientIds gives the client id for edits made here, from 0 to 2⁵³ − 1. Asked when a
///     document is first edited, and again should somebody else edit under the same id. A fixed
///     source makes edits repeatable, byte for byte; but two replicas must never edit under one id
public record DocSettings(Limits limits, boolean collectsGarbage, LongSupplier clientIds) {
  /// The usual limits, garbage is collected, client ids are random with 32 bits.
  public static final DocSettings DEFAULT =
      new DocSettings(
          Limits.DEFAULT, true, () -> ThreadLocalRandom.current().nextLong(1, 1L << 32));

  /// Returns these settings with other limits.
  public DocSettings withLimits(Limits other) {
    return new DocSettings(other, collectsGarbage, clientIds);
  }

  /// Returns these settings with deleted content dropped or kept.
  public DocSettings withGarbageCollected(boolean collected) {
    return new DocSettings(limits, collected, clientIds);
  }

  /// Returns these settings with another source of client ids.
  public DocSettings withClientIds(LongSupplier source) {
    return new DocSettings(limits, collectsGarbage, source);
  }
}
