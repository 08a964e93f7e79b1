package dev.carillon.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Signals on a node, and what was heard of them: `room +user data` and `room -user`. Guarded by itself.
final class TestSignals implements AutoCloseable {
  final Signals signals;

  /// Rooms where nobody may be.
  final Set<String> closed = ConcurrentHashMap.newKeySet();

  private final List<String> heard = new ArrayList<>();

  TestSignals(TestNode node, SignalSettings settings) {
    signals = Signals.open("test", node.services, settings, (room, user) -> !closed.contains(room));
    signals.onChange(this::hear);
  }

  private synchronized void hear(RoomSignals batch) {
    for (RoomSignals.Change change : batch.changes()) {
      Signal signal = change.signal();
      heard.add(
          batch.room()
              + (change.active() ? " +" : " -")
              + signal.user()
              + (change.active() && !signal.data().isEmpty() ? " " + signal.data() : ""));
    }
  }

  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    signals.close();
  }
}
