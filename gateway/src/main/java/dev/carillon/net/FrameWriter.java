package dev.carillon.net;

import dev.carillon.core.Batch;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Timed;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/// The writing half of a WebSocket, and the ways in which it ends. Confined to its lane.
///
/// The reading half is [FrameSocket]. They are one object, of which there is one for every client:
/// most are idle, so what is not always needed (the close timer, for instance) is made when it is.
abstract class FrameWriter extends WebSocket {
  /// How long the peer may take to answer a close frame.
  static final long CLOSE_TIMEOUT_MILLIS = 5_000;

  /// Where a WebSocket is in its life; it only ever goes down this list.
  enum State {
    OPEN,
    /// A close frame was sent; the peer's is awaited, and nothing else counts.
    CLOSING,
    /// Both close frames were sent, or the peer broke the protocol: what it sends is dropped.
    DEAF,
    /// The TCP connection is over, or about to be.
    OVER
  }

  private final Channel channel;
  private final WebSocketSettings settings;
  private final boolean deflate;
  private State state = State.OPEN;
  private @Nullable CloseReason reason;
  private @Nullable CloseTimer closeTimer;

  // What allow() gave: all of it, and what of it was not yet written.
  private long allowance;
  private long unspent;

  FrameWriter(LaneKit kit, Channel channel, WebSocketSettings settings, boolean deflate) {
    super(kit.lane());
    this.channel = channel;
    this.settings = settings;
    this.deflate = deflate;
  }

  final Channel channel() {
    return channel;
  }

  final WebSocketSettings settings() {
    return settings;
  }

  final State state() {
    return state;
  }

  @Override
  public final Encoding encoding() {
    return deflate ? Encoding.WEBSOCKET_DEFLATE : Encoding.WEBSOCKET;
  }

  @Override
  public final boolean isWritable() {
    return state == State.OPEN && channel.isWritable();
  }

  @Override
  protected final void write(Batch batch) {
    if (state != State.OPEN) {
      return;
    }
    long waiting = waitingBytes();
    if (waiting == 0 && unspent == 0) {
      allowance = 0;
    }
    // One message alone may exceed the limit: a client that reads is never slow.
    if (waiting > 0 && waiting + batch.length() > settings.maxOutboundBytes() + allowance) {
      terminate(CloseReason.SLOW);
      return;
    }
    unspent = Math.max(0, unspent - batch.length());
    channel.writeAndFlush(bytesOf(batch), channel.voidPromise());
  }

  private long waitingBytes() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  @Override
  public final void allow(long moreBytes) {
    allowance += moreBytes;
    unspent += moreBytes;
  }

  @Override
  public final void ping() {
    append(ControlFrames.PING);
  }

  @Override
  public final void close(CloseReason reason) {
    startClose(reason, ControlFrames.close(reason));
  }

  @Override
  public final void closeWithoutCode(CloseReason reason) {
    startClose(reason, ControlFrames.CLOSE);
  }

  private void startClose(CloseReason why, Encoded frame) {
    if (sendLast(why, frame, State.CLOSING)) {
      setReading(true);
    }
  }

  /// Answers the peer's close frame and ends the TCP connection, first of the two (RFC 6455 §7.1.1).
  final void finishClose(Encoded answer) {
    if (state == State.OPEN && !sendLast(CloseReason.PEER, answer, State.DEAF)) {
      return;
    }
    state = State.DEAF;
    startCloseTimer(); // the answer may be stuck behind what the peer does not read
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Tells a peer that broke the protocol so, and hears it no more (RFC 6455 §7.1.7).
  final void fail(CloseReason why) {
    if (state == State.CLOSING) {
      terminate(why);
    } else if (sendLast(why, ControlFrames.close(why), State.DEAF)) {
      setReading(true);
      // Closing both halves at once could destroy the close frame on its way.
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(sent -> {
            if (sent.isSuccess() && channel instanceof DuplexChannel duplex) {
              duplex.shutdownOutput();
            } else {
              channel.close();
            }
          });
    }
  }

  /// Writes all that is pending and a close frame. Returns false when the end was near already.
  private boolean sendLast(CloseReason why, Encoded frame, State next) {
    if (state != State.OPEN) {
      return false;
    }
    startCloseTimer(); // before the peer can know
    append(frame);
    flush();
    if (state != State.OPEN) {
      return false; // too slow even for that
    }
    reason = why;
    state = next;
    return true;
  }

  private void startCloseTimer() {
    if (closeTimer == null) {
      closeTimer = new CloseTimer();
      lane().timers().schedule(closeTimer, CLOSE_TIMEOUT_MILLIS);
    }
  }

  @Override
  public final void terminate(CloseReason why) {
    if (state == State.OVER) {
      return;
    }
    if (reason == null) {
      reason = why;
    }
    state = State.OVER;
    discard();
    channel.close();
  }

  /// Notes that the TCP connection is over and returns why.
  final CloseReason end() {
    state = State.OVER;
    discard();
    if (closeTimer != null) {
      lane().timers().cancel(closeTimer);
    }
    return reason == null ? CloseReason.LOST : reason;
  }

  private final class CloseTimer extends Timed {
    @Override
    protected void onDeadline() {
      channel.close();
    }
  }
}
