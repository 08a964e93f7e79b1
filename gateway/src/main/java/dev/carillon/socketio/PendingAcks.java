package dev.carillon.socketio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The acknowledgements that one client owes. Confined to the client's lane.
final class PendingAcks {
  private @Nullable Map<Long, PendingAck> byId;

  void add(PendingAck pending) {
    if (byId == null) {
      byId = new LinkedHashMap<>(4);
    }
    byId.put(pending.id(), pending);
  }

  /// Returns what waits under an id, and forgets it.
  @Nullable PendingAck take(long id) {
    return byId == null ? null : byId.remove(id);
  }

  /// Returns all that waits, and forgets it.
  List<PendingAck> takeAll() {
    List<PendingAck> all = byId == null ? List.of() : new ArrayList<>(byId.values());
    byId = null;
    return all;
  }
}
