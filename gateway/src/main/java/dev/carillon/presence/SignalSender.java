package dev.carillon.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The signals of one connection; closed when it ends.
///
/// Thread-safe; no method waits for anything but the rule that decides where the user may be.
public final class SignalSender implements AutoCloseable {
  private record Key(String room, String kind) {}

  private final Signals signals;
  private final String user;
  private final String id;

  /// Some of them may have run out. Guarded by this object.
  private final Map<Key, Signal> started = new HashMap<>(4);

  private boolean closed;

  SignalSender(Signals signals, String user, String id) {
    this.signals = signals;
    this.user = user;
    this.id = id;
  }

  /// Starts a signal, or prolongs it if it is there: what is repeated is a heartbeat, and nobody is
  /// told again but of other data.
  ///
  /// @param kind such as `typing`
  /// @param data what the app says of it
  /// @return `false` if the user may not be in the room, there are too many signals, or the data is
  ///     too long; nothing is started then, and what was there in a forbidden room ends
  public boolean start(String room, String kind, String data) {
    boolean allowed = signals.isAllowed(room, user);
    synchronized (this) {
      if (!allowed) {
        stop(room, kind);
        return false;
      }
      Signal signal = signals.signal(room, user, id, kind, data);
      var key = new Key(room, kind);
      if (closed || !signals.fits(signal) || !hasPlace(key) || !signals.start(signal)) {
        return false;
      }
      started.put(key, signal);
      return true;
    }
  }

  private boolean hasPlace(Key key) {
    if (started.containsKey(key) || started.size() < signals.maxPerSender()) {
      return true;
    }
    started.values().removeIf(signal -> !signals.isActive(signal));
    return started.size() < signals.maxPerSender();
  }

  /// Stops a signal, if it is there.
  public synchronized void stop(String room, String kind) {
    Signal signal = started.remove(new Key(room, kind));
    if (signal != null) {
      signals.end(signal);
    }
  }

  /// Stops all signals in a room: the user has left it, or may be there no more.
  public synchronized void stopAll(String room) {
    for (Key key : List.copyOf(started.keySet())) {
      if (key.room.equals(room)) {
        stop(room, key.kind);
      }
    }
  }

  /// Stops all signals, and starts none any more. Idempotent.
  @Override
  public synchronized void close() {
    closed = true;
    started.values().forEach(signals::end);
    started.clear();
  }
}
