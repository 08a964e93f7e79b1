package dev.carillon.socketio;

import dev.carillon.core.Timed;
import java.util.HashSet;
import java.util.Set;

/// Waits for what the clients of this node acknowledge one broadcast with. Guarded by itself.
///
/// What it tells its subclass, it tells under that lock, so that the end comes behind everything else.
abstract class BroadcastAck extends Timed {
  private final Set<String> owing = new HashSet<>();
  private int lanesLeft = Integer.MAX_VALUE;
  private int clients;
  private boolean counted;
  private boolean over;
  private Runnable whenOver = () -> {};

  /// Sets what is to be done at the end, before anything is sent.
  synchronized void whenOver(Runnable task) {
    whenOver = task;
  }

  /// Notes that a socket was sent the event.
  synchronized void sentTo(String socketId) {
    owing.add(socketId);
    clients++;
  }

  /// Notes how many lanes send the event.
  synchronized void expectLanes(int lanes) {
    lanesLeft = lanesLeft - Integer.MAX_VALUE + lanes;
    settle();
  }

  /// Notes that one lane has sent the event to all of its sockets.
  synchronized void laneDone() {
    lanesLeft--;
    settle();
  }

  /// Takes the acknowledgement of a socket, the first one only.
  synchronized void acknowledged(String socketId, Arguments args) {
    if (!over && owing.remove(socketId)) {
      onAck(args);
      settle();
    }
  }

  /// Ends the wait with what there is.
  @Override
  protected synchronized void onDeadline() {
    end();
  }

  private void settle() {
    if (lanesLeft == 0 && !counted) {
      counted = true;
      onCounted(clients);
    }
    if (lanesLeft == 0 && owing.isEmpty()) {
      end();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      onEnd(owing.size());
      whenOver.run();
    }
  }

  /// Tells how many clients were sent the event.
  abstract void onCounted(int clients);

  /// Tells what one of them acknowledged it with.
  abstract void onAck(Arguments args);

  /// Tells that nothing more is waited for, and how many have not acknowledged.
  abstract void onEnd(int missing);
}
