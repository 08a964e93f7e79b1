package dev.carillon.yjs.awareness;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.JsonCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an awareness update says of one client. Immutable.
///
/// @param state JSON, or null for a client that is gone
/// @param size of the state, in bytes
record AwarenessEntry(long client, long clock, @Nullable String state, int size) {
  private static final String NULL = "null";
  private static final int LEAST_BYTES = 3;

  /// Reads all entries of an update and checks them.
  static List<AwarenessEntry> readAll(byte[] update, AwarenessLimits limits) {
    var in = new Decoder(update);
    long count = in.readVarUint();
    if (count > in.remaining() / LEAST_BYTES) {
      throw malformed(0, "more clients than bytes");
    }
    List<AwarenessEntry> entries = new ArrayList<>();
    for (long left = count; left > 0; left--) {
      entries.add(read(in, limits));
    }
    if (in.remaining() > 0) {
      throw malformed(in.position(), "bytes behind the end");
    }
    return entries;
  }

  private static AwarenessEntry read(Decoder in, AwarenessLimits limits) {
    long client = in.readVarUint();
    long clock = in.readVarUint();
    int from = in.skipVarBytes();
    int to = in.position();
    if (to - from > limits.stateBytes()) {
      throw limit(from, "a state that is too large");
    }
    in.unitsSince(from);
    JsonCheck.check(in.array(), from, to, limits.valueDepth());
    String state = new String(in.array(), from, to - from, StandardCharsets.UTF_8);
    return state.strip().equals(NULL)
        ? new AwarenessEntry(client, clock, null, 0)
        : new AwarenessEntry(client, clock, state, to - from);
  }

  void write(Encoder out) {
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeString(state == null ? NULL : state);
  }
}
