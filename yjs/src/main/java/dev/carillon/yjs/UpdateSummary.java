package dev.carillon.yjs;

/// What can be told of an update by going through it once. Immutable.
///
/// @param stateVector per client the clock up to the first gap, if it starts at 0
/// @param deleteSet what it says is deleted
/// @param structs how many structs it holds, without gaps
/// @param gapless whether every client starts at 0 and has no gap
record UpdateSummary(StateVector stateVector, DeleteSet deleteSet, int structs, boolean gapless) {
  /// Goes through an update and checks all of it.
  static UpdateSummary of(byte[] update, UpdateFormat format, Limits limits) {
    var in = new BlockReader(update, format, limits);
    var known = new StateVector.Builder();
    long client = -1;
    int clock = 0; // up to which the client is known so far
    int structs = 0;
    boolean gapless = true;
    for (Block block = in.next(); block != null; block = in.next()) {
      if (block.client != client) {
        if (client >= 0) {
          known.put(client, clock);
        }
        client = block.client;
        clock = 0;
      }
      if (block.isSkip() || block.clock != clock) {
        gapless = false;
      } else {
        clock = block.end();
      }
      structs += block.isSkip() ? 0 : 1;
    }
    if (client >= 0) {
      known.put(client, clock);
    }
    return new UpdateSummary(known.build(), in.deleteSet(), structs, gapless);
  }
}
