package dev.carillon.net;

import dev.carillon.core.Batch;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP connection that became a WebSocket, and its channel's only handler. Confined to its lane.
///
/// There is one of these for every client, and most are idle, so it is all that a WebSocket costs
/// besides Netty's channel: buffers, fragments and the close timer exist only while they are needed.
final class FrameSocket extends WebSocket implements ChannelInboundHandler {
  private static final Logger log = LoggerFactory.getLogger(FrameSocket.class);

  /// How long the peer may take to answer a close frame.
  static final long CLOSE_TIMEOUT_MILLIS = 5_000;

  private enum State {
    OPEN,
    /// A close frame was sent; the peer's is awaited, and nothing else counts.
    CLOSING,
    /// The peer broke the protocol and was told; what it sends is dropped unread.
    FAILED,
    /// The listener has heard the end, or is about to.
    OVER
  }

  private final Channel channel;
  private final LaneKit kit;
  private final WebSocketSettings settings;
  private final boolean deflate;
  private @Nullable WebSocketListener listener;
  private State state = State.OPEN;
  private @Nullable CloseReason reason;
  private @Nullable CloseTimer closeTimer;
  private boolean reading = true;
  private boolean closedHeard;

  private @Nullable ByteBuf partial;
  private @Nullable Fragments fragments;
  private @Nullable Encoded pong;

  // What allow() gave: all of it, and what of it was not yet written.
  private long allowance;
  private long unspent;

  FrameSocket(Channel channel, LaneKit kit, WebSocketSettings settings, boolean deflate) {
    super(kit.lane());
    this.channel = channel;
    this.kit = kit;
    this.settings = settings;
    this.deflate = deflate;
  }

  Channel channel() {
    return channel;
  }

  void setListener(WebSocketListener listener) {
    this.listener = listener;
  }

  // The way out.

  @Override
  public Encoding encoding() {
    return deflate ? Encoding.WEBSOCKET_DEFLATE : Encoding.WEBSOCKET;
  }

  @Override
  public boolean isWritable() {
    return state == State.OPEN && channel.isWritable();
  }

  @Override
  protected void write(Batch batch) {
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
  public void allow(long moreBytes) {
    allowance += moreBytes;
    unspent += moreBytes;
  }

  @Override
  public void ping() {
    append(ControlFrames.PING);
  }

  @Override
  public void close(CloseReason reason) {
    close(reason, ControlFrames.close(reason));
  }

  @Override
  public void closeWithoutCode(CloseReason reason) {
    close(reason, ControlFrames.CLOSE);
  }

  private void close(CloseReason why, Encoded frame) {
    if (sendLast(why, frame, State.CLOSING)) {
      reading = true;
      channel.config().setAutoRead(true);
      startCloseTimer();
    }
  }

  /// Tells a peer that broke the protocol so, and hears it no more (RFC 6455 §7.1.7).
  void fail(CloseReason why) {
    if (sendLast(why, ControlFrames.close(why), State.FAILED)) {
      channel.config().setAutoRead(true);
      startCloseTimer();
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
    } else if (state == State.CLOSING) {
      terminate(why);
    }
  }

  /// Writes all that is pending and a close frame. Returns false when the end was near already.
  private boolean sendLast(CloseReason why, Encoded frame, State next) {
    if (state != State.OPEN) {
      return false;
    }
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
  public void terminate(CloseReason why) {
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

  private final class CloseTimer extends Timed {
    @Override
    protected void onDeadline() {
      channel.close();
    }
  }

  // The way in.

  @Override
  public void setReading(boolean wanted) {
    if (state != State.OPEN || reading == wanted) {
      return;
    }
    reading = wanted;
    if (wanted) {
      lane().execute(this::startReading); // not from within what may be a call of ours
    } else {
      channel.config().setAutoRead(false);
    }
  }

  /// Goes on with what was read already, then reads from the network.
  void startReading() {
    if (!reading || state == State.OVER) {
      return;
    }
    ByteBuf kept = partial;
    if (kept != null) {
      partial = null;
      decode(kept, true);
    }
    sendPong();
    if (reading) {
      channel.config().setAutoRead(true);
    }
  }

  /// Takes bytes from the network, and the ownership of them.
  void receive(ByteBuf bytes) {
    if (state == State.FAILED || state == State.OVER) {
      bytes.release();
      return;
    }
    ByteBuf earlier = partial;
    if (earlier == null) {
      decode(bytes, false);
    } else {
      partial = null;
      try {
        earlier.writeBytes(bytes);
      } finally {
        bytes.release();
      }
      decode(earlier, true);
    }
  }

  private void decode(ByteBuf in, boolean own) {
    boolean keep = false;
    try {
      while (reading && FrameDecoder.decodeOne(in, this)) {
        // goes on until a frame is not complete or none may come any more
      }
      keep = in.isReadable() && (state == State.OPEN || state == State.CLOSING);
      if (keep) {
        partial = FrameDecoder.remainder(in, own, channel.alloc());
      }
    } catch (RuntimeException e) {
      keep = false;
      log.error("websocket message failed", e);
      fail(CloseReason.ERROR);
    } finally {
      if (!keep) {
        in.release();
      }
    }
  }

  boolean isReceiving() {
    return state == State.OPEN || state == State.CLOSING;
  }

  boolean isDeflate() {
    return deflate;
  }

  int maxMessageBytes() {
    return settings.maxMessageBytes();
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  @Nullable Fragments fragments() {
    return fragments;
  }

  void onFirstFragment(Fragments first) {
    fragments = first;
  }

  /// Takes a whole text or binary frame, unmasked.
  void onMessage(int opcode, boolean compressed, ByteBuf payload) {
    if (state != State.OPEN) {
      return;
    }
    if (!compressed) {
      deliver(opcode, payload, opcode == Frames.TEXT && !Utf8.isValid(payload));
      return;
    }
    ByteBuf inflated = null;
    try {
      inflated = kit.inflation().inflate(payload, channel.alloc(), settings.maxMessageBytes());
      deliver(opcode, inflated, opcode == Frames.TEXT && !Utf8.isValid(inflated));
    } catch (Inflation.TooBigException e) {
      fail(CloseReason.TOO_BIG);
    } catch (DataFormatException e) {
      fail(CloseReason.PROTOCOL);
    } finally {
      if (inflated != null) {
        inflated.release();
      }
    }
  }

  /// Takes the last fragment as a whole message.
  void onLastFragment(Fragments whole) {
    fragments = null;
    try {
      if (whole.isCompressed()) {
        onMessage(whole.opcode(), true, whole.data());
      } else if (state == State.OPEN) {
        deliver(whole.opcode(), whole.data(), !whole.isTextComplete());
      }
    } finally {
      whole.release();
    }
  }

  private void deliver(int opcode, ByteBuf message, boolean badText) {
    WebSocketListener to = listener;
    if (badText) {
      fail(CloseReason.BAD_TEXT);
    } else if (to != null && opcode == Frames.TEXT) {
      to.onText(message);
    } else if (to != null) {
      to.onBinary(message);
    }
  }

  void onPing(ByteBuf payload) {
    if (state == State.OPEN) {
      pong = ControlFrames.pong(payload);
    }
  }

  void onPong() {
    if (state == State.OPEN && listener != null) {
      listener.onPong();
    }
  }

  /// The peer sent a close frame, found valid.
  void onClose(ByteBuf payload) {
    if (state == State.OPEN) {
      sendPong();
      if (!sendLast(CloseReason.PEER, ControlFrames.closeReply(payload), State.FAILED)) {
        return;
      }
      startCloseTimer();
    } else {
      state = State.FAILED;
    }
    // RFC 6455 §7.1.1: the server closes the TCP connection first.
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  // However many pings one read brought, the latest is answered (RFC 6455 §5.5.3).
  private void sendPong() {
    Encoded answer = pong;
    if (answer != null) {
      pong = null;
      append(answer);
    }
  }

  /// The TCP connection is over.
  void onGone() {
    state = State.OVER;
    discard();
    if (closeTimer != null) {
      lane().timers().cancel(closeTimer);
    }
    if (partial != null) {
      partial.release();
      partial = null;
    }
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
    WebSocketListener to = listener;
    if (to != null && !closedHeard) {
      closedHeard = true;
      to.onClosed(reason == null ? CloseReason.LOST : reason);
    }
  }

  // Netty's side.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    receive((ByteBuf) msg);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    sendPong();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (isWritable() && listener != null) {
      listener.onWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    onGone();
  }

  @Override
  @SuppressWarnings("deprecation") // for outbound handlers only, but declared in the common parent
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      terminate(CloseReason.LOST);
    } else {
      log.error("websocket failed", cause);
      terminate(CloseReason.ERROR);
    }
  }

  @Override
  public void channelRegistered(ChannelHandlerContext ctx) {}

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {}

  @Override
  public void channelActive(ChannelHandlerContext ctx) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {}

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {}

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {}
}
