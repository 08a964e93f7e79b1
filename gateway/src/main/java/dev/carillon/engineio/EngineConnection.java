package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Connection;
import dev.carillon.core.Lane;
import dev.carillon.core.Message;
import dev.carillon.core.Timed;
import dev.carillon.net.HttpRequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, over whichever transport it uses at the moment.
///
/// Life: `OPEN`, then `CLOSING` where a polling client has yet to fetch what is left for it or `ENDING`
/// where its poll may be on its way, then `CLOSED`. It has one deadline at any time: the next ping, or
/// the pong to it, or the end of `CLOSING`.
///
/// A client that polls uses several TCP connections, which may be in several lanes: its poll may be sent
/// before the packet that ends the session and yet arrive behind it. A client that has no poll held when
/// its own packet ends the session is therefore `ENDING` until each lane has taken in what was on its
/// way. A poll among that is answered as if it had been held; one that is sent later finds no session.
///
/// Confined to its lane, apart from [#id()], [#lane()], [#head()] and [#close].
public final class EngineConnection extends Timed implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(EngineConnection.class);

  /// How long a closing polling client may take to fetch what is left.
  private static final long CLOSING_MILLIS = 30_000;

  private enum State {
    OPEN,
    CLOSING,
    ENDING,
    CLOSED
  }

  private final EngineIo engine;
  private final String id;
  private final Lane lane;
  private final HttpRequestHead head;
  private @Nullable Transport transport;
  private @Nullable EngineListener listener;
  private State state = State.OPEN;
  private boolean awaitingPong;
  private boolean probed;
  private boolean reading = true;
  private CloseReason reason = CloseReasons.FORCED_CLOSE;
  private @Nullable Runnable behindTheEnd;

  EngineConnection(EngineIo engine, String id, Lane lane, HttpRequestHead head) {
    this.engine = engine;
    this.id = id;
    this.lane = lane;
    this.head = head.kept();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  /// Returns the request that opened this connection. It may hold a token.
  public HttpRequestHead head() {
    return head;
  }

  @Override
  public String transport() {
    return current().name();
  }

  /// Returns whether messages can be sent and are heard.
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /// Returns whether it is over, with nothing left to fetch.
  boolean isClosed() {
    return state == State.CLOSED;
  }

  /// Returns whether a message sent now would not wait behind earlier ones.
  public boolean isWritable() {
    return isOpen() && current().isWritable();
  }

  Transport current() {
    if (transport == null) {
      throw new IllegalStateException("not opened yet");
    }
    return transport;
  }

  /// Begins: sends the open packet (protocol, "Handshake") and starts the heartbeat.
  void open(Transport first, boolean offerUpgrade, EngineListener protocol) {
    transport = first;
    listener = protocol;
    first.send(EnginePackets.open(id, offerUpgrade, engine.settings()).in(first.encoding()));
    schedulePing();
  }

  // ---- out ----

  /// Sends a message, unless the connection is not open or the message need not wait.
  ///
  /// @return the bytes that were added for the client
  public int send(Message message) {
    if (state != State.OPEN) {
      return 0;
    }
    Transport to = current();
    if (message.isVolatile() && !to.isWritable()) {
      return 0;
    }
    to.send(message);
    return message.encoded(to.encoding()).length();
  }

  /// Allows so many bytes more to wait for this client, until it has read all: for a replay.
  public void allow(long moreBytes) {
    current().allow(moreBytes);
  }

  /// Stops or resumes reading from the client, where the transport allows it.
  public void setReading(boolean wanted) {
    reading = wanted;
    current().setReading(wanted);
  }

  void sendControl(EnginePackets packet) {
    current().send(packet.in(current().encoding()));
  }

  // ---- heartbeat (protocol, "Heartbeat") ----

  private void schedulePing() {
    awaitingPong = false;
    lane.timers().schedule(this, engine.settings().pingInterval.toMillis());
  }

  @Override
  protected void onDeadline() {
    if (state == State.CLOSING) {
      finish(reason);
    } else if (state == State.OPEN && awaitingPong) {
      terminate(CloseReason.PING_TIMEOUT);
    } else if (state == State.OPEN) {
      sendControl(EnginePackets.PING);
      awaitingPong = true;
      lane.timers().scheduleNext(this, engine.settings().pingTimeout.toMillis());
    }
  }

  // ---- in ----

  /// Takes one packet, its type included. The buffer is lent.
  ///
  /// @return whether it was a packet at all
  boolean onPacket(ByteBuf packet) {
    EngineListener protocol = listener;
    if (state != State.OPEN || protocol == null) {
      return true;
    }
    switch (packet.isReadable() ? packet.readByte() : -1) {
      case '1' -> onCloseByClient();
      // Since revision 4 only servers ping ("invalid heartbeat direction").
      case '2' -> endFor(CloseReasons.TRANSPORT_ERROR);
      case '3' -> schedulePing();
      case '4' -> {
        engine.received(packet.readableBytes());
        guarded(() -> protocol.onText(packet));
      }
      // Open, upgrade and noop mean nothing from a client in this state; the reference server lets
      // them pass.
      case '0', '5', '6' -> {}
      case 'b' -> {
        ByteBuf decoded = PollingPayload.decode(packet);
        if (decoded == null) {
          endFor(CloseReasons.PARSE_ERROR);
          return false;
        }
        onBinary(decoded);
      }
      default -> {
        endFor(CloseReasons.PARSE_ERROR);
        return false;
      }
    }
    return true;
  }

  /// Takes a binary message. The buffer is lent.
  void onBinary(ByteBuf message) {
    EngineListener protocol = listener;
    if (state == State.OPEN && protocol != null) {
      engine.received(message.readableBytes());
      guarded(() -> protocol.onBinary(message));
    }
  }

  /// Lets a failure of the protocol above end this connection and nothing else.
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("connection failed endpoint={}", engine.name(), e);
      terminate(CloseReason.ERROR);
    }
  }

  private void onCloseByClient() {
    // Releases the poll; whatever is sent after it finds no session.
    endBehindPolls(EnginePackets.NOOP, CloseReasons.TRANSPORT_CLOSE);
  }

  // ---- upgrade (protocol, "Upgrade") ----

  /// Begins a probe, unless the connection is not one that polls or another probe is on its way.
  boolean beginProbe() {
    if (state != State.OPEN || probed || !(current() instanceof PollingTransport)) {
      return false;
    }
    probed = true;
    return true;
  }

  /// Returns whether a probe is on its way.
  boolean isProbed() {
    return probed;
  }

  /// Ends a probe that came to nothing.
  void endProbe() {
    probed = false;
  }

  /// Goes over to another transport: what waited for the old one leaves by the new one, in order.
  void upgradeTo(WebSocketTransport next, PollingTransport previous) {
    transport = next;
    for (var packet : previous.handOver()) {
      next.send(PollingFrames.reframe(packet));
    }
    next.setReading(reading);
    engine.upgraded();
  }

  // ---- the end ----

  @Override
  public void close(CloseReason why) {
    lane.run(() -> closeInLane(why));
  }

  private void closeInLane(CloseReason why) {
    if (state != State.OPEN) {
      return;
    }
    if (current().close(why) || why.equals(CloseReason.SLOW)) {
      finish(why);
    } else {
      state = State.CLOSING;
      reason = why;
      tellListener(why);
      lane.timers().schedule(this, CLOSING_MILLIS);
    }
  }

  /// Ends the connection because the client misbehaved or is gone: nothing more is waited for.
  void terminate(CloseReason why) {
    if (state != State.CLOSED) {
      current().terminate(why);
      finish(why);
    }
  }

  /// Ends the connection for what the client sent: behind the polls that it sent before.
  void endFor(CloseReason fault) {
    endBehindPolls(EnginePackets.CLOSE, fault);
  }

  private void endBehindPolls(EnginePackets last, CloseReason why) {
    if (state == State.ENDING) {
      return; // the first reason counts
    }
    if (state != State.OPEN || !(current() instanceof PollingTransport polling)) {
      terminate(why);
    } else if (polling.end(last)) {
      finish(why);
    } else {
      state = State.ENDING;
      reason = why;
      lane.timers().cancel(this);
      tellListener(why);
      lane.executeAfterRound(engine.lanes(), () -> finish(why));
    }
  }

  /// Does something now, or, where this connection is ending, once it has ended.
  void behindTheEnd(Runnable action) {
    if (state == State.ENDING) {
      behindTheEnd = action;
    } else {
      action.run();
    }
  }

  /// Hears that the WebSocket it is on is over.
  void onTransportClosed(CloseReason why) {
    finish(CloseReasons.ofWebSocket(why));
  }

  /// Hears that a polling client has fetched what was left at the end.
  void onFetched() {
    if (state == State.CLOSING || state == State.ENDING) {
      finish(reason);
    }
  }

  private void finish(CloseReason why) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    lane.timers().cancel(this);
    engine.remove(this, why);
    tellListener(why);
    Runnable action = behindTheEnd;
    if (action != null) {
      behindTheEnd = null;
      action.run();
    }
  }

  private void tellListener(CloseReason why) {
    EngineListener protocol = listener;
    listener = null;
    if (protocol != null) {
      try {
        protocol.onClosed(why);
      } catch (RuntimeException e) {
        LOG.error("end of a connection failed endpoint={}", engine.name(), e);
      }
    }
  }
}
