package dev.carillon.channels;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Connection;
import dev.carillon.core.Mailbox;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import dev.carillon.core.RoomGuard;
import dev.carillon.json.BadJson;
import dev.carillon.net.Heartbeat;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// One client of plain JSON.
///
/// All public methods may be called from any thread, and take effect in the lane in the order of the
/// calls. Within [Lane#run] of [#lane()] they take effect at once, so that several of them are one step:
/// nothing that is broadcast comes between.
///
/// @param <O> what the client is told
public final class ChannelConnection<O> extends Member implements Connection, Mailbox.Flow {
  private final Channels<?, O, ?> endpoint;
  private final WebSocket socket;
  private final HttpRequestHead handshake;
  private final Mailbox mailbox = new Mailbox(this);
  private final Heartbeat heartbeat;

  /// Written in the lane only.
  private volatile boolean over;

  /// Confined to the mailbox.
  private boolean begun;

  ChannelConnection(
      Channels<?, O, ?> endpoint, String id, WebSocket socket, HttpRequestHead handshake) {
    super(id, socket.lane());
    this.endpoint = endpoint;
    this.socket = socket;
    this.handshake = handshake.kept();
    this.heartbeat = new Pulse();
  }

  /// Returns `websocket`.
  @Override
  public String transport() {
    return "websocket";
  }

  /// Returns the request that opened this connection. It may hold a token.
  public HttpRequestHead handshake() {
    return handshake;
  }

  /// Returns whether this connection goes on, as far as is known. What the client said before its end may
  /// be handled after it.
  public boolean isOpen() {
    return !over;
  }

  /// Holds the calling thread until newcomers may come in and stages of this one's own have completed. For
  /// what an app must hear before it lets this client go on: the subscription of a room that it is about to
  /// join, for instance. Blocks, so it is called where the listener is.
  ///
  /// @param patience how long; on the clock of the gateway
  /// @param also such as [dev.carillon.core.Broker.Subscription#confirmed()]
  /// @return whether it is so; `false` when the time is over, a stage has failed or the gateway closes
  public boolean awaitReady(Duration patience, CompletionStage<?>... also) {
    return endpoint.readiness().patience(lane(), patience).awaitReady(also);
  }

  /// Has a task run where the listener is called, behind all that the client has said by now. Nothing runs
  /// whose connection was over before it began.
  public void handle(Runnable task) {
    tell(task, 0);
  }

  /// Puts this connection into a room, if it is not there yet and not over.
  public void join(String room) {
    lane()
        .run(() -> {
          if (!over) {
            endpoint.members().join(this, room);
          }
        });
  }

  /// Puts this connection into a room as [#join] does, and has the room count it at once: what this thread
  /// broadcasts there from now on reaches it, and [Channels#has] knows of it.
  public void joinSoon(String room) {
    endpoint.members().joinSoon(this, room);
  }

  /// Takes this connection out of a room, if it is there.
  public void leave(String room) {
    lane().run(() -> endpoint.members().leave(this, room));
  }

  /// Sends a message to this client alone, unless the connection is over.
  public void send(O message) {
    Message encoded = endpoint.message(message);
    lane()
        .run(() -> {
          int bytes = take(encoded, Set.of(id()));
          if (bytes > 0) {
            endpoint.instruments().delivered(endpoint.name(), 1, bytes);
          }
        });
  }

  /// Ends the connection with a close frame, behind what was sent before.
  @Override
  public void close(CloseReason reason) {
    lane()
        .run(() -> {
          leaveRooms();
          socket.close(reason);
        });
  }

  /// Ends the connection with a close frame that has no status code (RFC 6455 §5.5.1).
  ///
  /// @param reason what is counted and logged
  public void closeWithoutCode(CloseReason reason) {
    lane()
        .run(() -> {
          leaveRooms();
          socket.closeWithoutCode(reason);
        });
  }

  /// Asks the endpoint's guard whether this connection may be in a room, by who it is, and puts it there.
  /// Without a guard it may. Blocks, so it is called where the listener is.
  ///
  /// @return false if it may not, or is over
  public boolean enter(String room) {
    return endpoint.members().enter(this, room, endpoint.guard());
  }

  @Override
  protected void identified() {
    RoomGuard guard = endpoint.guard();
    lane()
        .run(() -> {
          if (!over && guard.isRevoked(principal())) {
            close(CloseReason.REVOKED);
          }
        });
  }

  // ---- in the lane ----

  @Override
  protected void expel(CloseReason reason) {
    close(reason);
  }

  @Override
  protected int deliver(Message message) {
    if (over || (message.isVolatile() && !socket.isWritable())) {
      return 0;
    }
    socket.append(message);
    return message.encoded(socket.encoding()).length();
  }

  /// Begins to hear the client.
  <I> WebSocketListener open(Dialect<I, O, ?> dialect, ChannelListener<I> listener) {
    mailbox.execute(() -> begin(listener));
    heartbeat.begin();
    return new Hearing<>(dialect, listener);
  }

  /// The first thing in the mailbox: what the client says meanwhile waits behind it, and is not heard if this
  /// is in vain.
  private void begin(ChannelListener<?> listener) {
    ChannelsSettings settings = endpoint.settings();
    if (settings.holding && !awaitReady(settings.patience)) {
      endpoint.instruments().refused(endpoint.name(), settings.notReady.label());
      close(settings.notReady);
    } else {
      begun = true;
      listener.onOpen();
    }
  }

  /// Has the listener hear of something, behind all before; one that has heard of no beginning hears nothing.
  private void tell(Runnable news, int bytes) {
    mailbox.accept(
        () -> {
          if (begun) {
            news.run();
          }
        },
        bytes);
  }

  private void leaveRooms() {
    if (!over) {
      over = true;
      heartbeat.end();
      endpoint.members().remove(this);
    }
  }

  @Override
  public void setReading(boolean reading) {
    lane().run(() -> socket.setReading(reading));
  }

  @Override
  public void overrun() {
    close(CloseReason.FLOOD);
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
      leaveRooms();
      socket.terminate(CloseReason.PING_TIMEOUT);
    }
  }

  /// Brings what the client says to its listener.
  private final class Hearing<I> implements WebSocketListener {
    private final Dialect<I, O, ?> dialect;
    private final ChannelListener<I> listener;

    Hearing(Dialect<I, O, ?> dialect, ChannelListener<I> listener) {
      this.dialect = dialect;
      this.listener = listener;
    }

    @Override
    public void onText(ByteBuf message) {
      hear(message);
    }

    @Override
    public void onBinary(ByteBuf message) {
      hear(message);
    }

    private void hear(ByteBuf message) {
      if (over) {
        return;
      }
      byte[] json = ByteBufUtil.getBytes(message);
      endpoint.instruments().received(endpoint.name(), json.length);
      try {
        I heard = endpoint.json().read(json, dialect::decode);
        tell(() -> listener.onMessage(heard), json.length);
      } catch (BadJson e) {
        endpoint.instruments().badInput(endpoint.name(), "client", e.reason());
        tell(() -> listener.onBadMessage(e), json.length);
      }
    }

    @Override
    public void onPong() {
      heartbeat.onPong();
    }

    @Override
    public void onClosed(CloseReason reason) {
      leaveRooms();
      endpoint.remove(ChannelConnection.this, reason);
      tell(() -> listener.onClose(reason), 0);
    }
  }
}
