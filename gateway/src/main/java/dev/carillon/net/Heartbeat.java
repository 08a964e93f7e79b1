package dev.carillon.net;

import dev.carillon.core.Timed;
import java.time.Duration;

/// Pings one WebSocket (RFC 6455 §5.5.2), and notices when the client no longer answers. Confined to the lane of the
/// socket.
public abstract class Heartbeat extends Timed {
  private final WebSocket socket;
  private boolean beating;
  private boolean awaitingPong;

  protected Heartbeat(WebSocket socket) {
    this.socket = socket;
  }

  /// Returns how long after the beginning, and after each pong, the next ping follows.
  protected abstract Duration interval();

  /// Returns how long a pong may take.
  protected abstract Duration patience();

  /// A pong did not come in time; nothing follows.
  protected abstract void onSilence();

  /// Begins.
  public final void begin() {
    beating = true;
    socket.lane().timers().schedule(this, interval().toMillis());
  }

  /// Ends. Idempotent.
  public final void end() {
    beating = false;
    socket.lane().timers().cancel(this);
  }

  /// Hears a pong; one that nobody asked for counts for nothing.
  public final void onPong() {
    if (beating && awaitingPong) {
      awaitingPong = false;
      socket.lane().timers().schedule(this, interval().toMillis());
    }
  }

  @Override
  protected final void onDeadline() {
    if (awaitingPong) {
      beating = false;
      onSilence();
      return;
    }
    awaitingPong = true;
    socket.ping();
    socket.lane().timers().scheduleNext(this, patience().toMillis());
  }
}
