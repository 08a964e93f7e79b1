package dev.carillon.collab;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Connection;
import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import dev.carillon.net.Heartbeat;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;

/// One WebSocket that carries documents. Confined to its lane, but for what [Connection] says.
abstract sealed class CollabConnection implements Connection, WebSocketListener, Participant.Host
    permits HocuspocusConnection, YWebSocketConnection {
  private final CollabEndpoint endpoint;
  private final String id;
  private final WebSocket socket;
  private final HttpRequestHead handshake;
  private final Inflow inflow;
  private final Heartbeat heartbeat;
  private final Deadline deadline = new Deadline();
  private boolean over;
  private int waitingFrames;
  private long waitingBytes;

  CollabConnection(CollabEndpoint endpoint, WebSocket socket, HttpRequestHead handshake) {
    this.endpoint = endpoint;
    this.id = endpoint.documents().newId();
    this.socket = socket;
    this.handshake = handshake;
    this.inflow = new Inflow(socket);
    this.heartbeat = new Pulse();
  }

  /// Takes a frame of the client.
  abstract void hear(byte[] frame);

  /// Ends what the client does in its documents.
  abstract void leaveDocuments();

  /// The socket has room again.
  @Override
  public abstract void onWritable();

  void begin() {
    heartbeat.begin();
    lane().timers().schedule(deadline, endpoint.settings().authDeadline.toMillis());
  }

  CollabEndpoint endpoint() {
    return endpoint;
  }

  WebSocket socket() {
    return socket;
  }

  Inflow inflow() {
    return inflow;
  }

  HttpRequestHead handshake() {
    return handshake;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Lane lane() {
    return socket.lane();
  }

  /// Returns `websocket`.
  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public void close(CloseReason reason) {
    lane()
        .run(() -> {
          end();
          socket.close(reason);
        });
  }

  private void end() {
    if (!over) {
      over = true;
      heartbeat.end();
      lane().timers().cancel(deadline);
      leaveDocuments();
    }
  }

  // ---- what the socket brings ----

  /// As the reference server: text is what a frame cannot be.
  @Override
  public void onText(ByteBuf message) {
    onBinary(message);
  }

  @Override
  public void onBinary(ByteBuf message) {
    if (!over) {
      byte[] frame = ByteBufUtil.getBytes(message);
      endpoint.instruments().received(endpoint.name(), frame.length);
      hear(frame);
    }
  }

  @Override
  public void onPong() {
    heartbeat.onPong();
  }

  @Override
  public void onClosed(CloseReason reason) {
    end();
    endpoint.remove(this, reason);
  }

  // ---- what participants ask ----

  @Override
  public void onAdmitted() {
    lane().timers().cancel(deadline);
  }

  @Override
  public boolean awaitReady() {
    if (endpoint.readiness().patience(lane(), endpoint.settings().patience).awaitReady()) {
      return true;
    }
    endpoint.instruments().refused(endpoint.name(), CloseReason.NOT_READY.label());
    close(CloseReason.NOT_READY);
    return false;
  }

  @Override
  public boolean mayWait(int bytes) {
    waitingFrames++;
    waitingBytes += bytes;
    return waitingFrames <= endpoint.settings().maxWaitingFrames
        && waitingBytes <= endpoint.settings().maxWaitingBytes;
  }

  @Override
  public void onWaitOver(int frames, int bytes) {
    waitingFrames -= frames;
    waitingBytes -= bytes;
  }

  /// Nobody was let into a document in time.
  private final class Deadline extends Timed {
    @Override
    protected void onDeadline() {
      close(HocuspocusEndpoint.TIMEOUT);
    }
  }

  /// Ends a connection that does not answer pings.
  private final class Pulse extends Heartbeat {
    Pulse() {
      super(socket);
    }

    @Override
    protected Duration interval() {
      return endpoint.settings().pingInterval;
    }

    @Override
    protected Duration patience() {
      return endpoint.settings().pongTimeout;
    }

    @Override
    protected void onSilence() {
      end();
      socket.terminate(HocuspocusEndpoint.TIMEOUT);
    }
  }
}
