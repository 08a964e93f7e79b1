package dev.carillon.yjs;

/// What can be told of an update by going through it once. Immutable.
///
/// @param stateVector per client the clock up to the first gap, if it starts at 0
/// @param deleteSet what it says is deleted
/// @param sound whether it may be passed on as it is; see [BlockReader#isSound()]
/// @param complete whether nothing in it waits for something else: every client starts at 0 and has no
///     gap, and what structs build on and what is deleted is in it. Told of v1 only; of v2 never
record UpdateSummary(
    StateVector stateVector, DeleteSet deleteSet, boolean sound, boolean complete) {
  /// Goes through an update and checks all of it.
  static UpdateSummary of(byte[] update, UpdateFormat format, Limits limits) {
    boolean[] sound = {true};
    return BlockReader.over(
        update,
        format,
        limits,
        in -> {
          UpdateSummary summary = of(in, format, sound[0]);
          sound[0] = summary.sound;
          return summary;
        });
  }

  private static UpdateSummary of(BlockReader in, UpdateFormat format, boolean soundBefore) {
    var known = new StateVector.Builder();
    long client = -1;
    int clock = 0; // up to which the client is known so far
    boolean gapless = format == UpdateFormat.V1;
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
    }
    if (client >= 0) {
      known.put(client, clock);
    }
    StateVector stateVector = known.build();
    DeleteSet deleteSet = in.deleteSet();
    boolean complete =
        gapless && in.needs().isMetBy(stateVector) && deleteSet.isWithin(stateVector);
    return new UpdateSummary(stateVector, deleteSet, soundBefore && in.isSound(), complete);
  }
}
