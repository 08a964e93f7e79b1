package dev.carillon.net;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.json.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import java.io.IOException;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP connection that became a WebSocket, and its channel's only handler. Confined to its lane.
///
/// Each ping is answered, up to [#MAX_PONGS] of one read and the latest: more would make this side work
/// for a flood (RFC 6455 §5.5.3 allows to answer the latest only).
///
/// Nothing is held between reads but the beginning of a frame that is not whole, and of a message
/// whose other fragments are to come.
final class FrameSocket extends FrameWriter implements ChannelInboundHandler {
  private static final Logger log = LoggerFactory.getLogger(FrameSocket.class);

  static final int MAX_PONGS = 32;

  private final LaneKit kit;
  private @Nullable WebSocketListener listener;
  private boolean reading = true;
  private @Nullable ByteBuf partial;
  private @Nullable Fragments fragments;
  private @Nullable TextCheck textCheck;

  /// How many pings of this read were answered, and the answer to the latest of the others.
  private int pongs;

  private @Nullable Encoded pong;

  FrameSocket(Channel channel, LaneKit kit, WebSocketSettings settings, boolean deflate) {
    super(kit, channel, settings, deflate);
    this.kit = kit;
  }

  /// Sets who hears what comes. Once, before the first byte.
  void setListener(WebSocketListener listener) {
    this.listener = listener;
  }

  @Override
  public void setReading(boolean wanted) {
    if (reading == wanted || (state() != State.OPEN && !wanted)) {
      return;
    }
    reading = wanted;
    if (wanted) {
      lane().execute(this::startReading); // not from within what may be a call of ours
    } else {
      channel().config().setAutoRead(false);
    }
  }

  /// Goes on with what was read already, then reads from the network.
  void startReading() {
    if (!reading || state() == State.OVER) {
      return;
    }
    ByteBuf kept = partial;
    if (kept != null) {
      partial = null;
      decode(kept, true);
      endRead();
    }
    if (reading) {
      channel().config().setAutoRead(true);
    }
  }

  /// Takes bytes from the network, and the ownership of them.
  void receive(ByteBuf bytes) {
    if (!isReceiving()) {
      bytes.release();
      return;
    }
    ByteBuf earlier = partial;
    if (earlier == null) {
      decode(bytes, false);
      return;
    }
    partial = null;
    earlier.writeBytes(bytes);
    bytes.release();
    decode(earlier, true);
  }

  private void decode(ByteBuf in, boolean own) {
    boolean keep = false;
    try {
      while (reading && FrameDecoder.decodeOne(in, this)) {
        // goes on until a frame is not complete or none may come any more
      }
      keep = in.isReadable() && isReceiving();
      if (keep) {
        partial = FrameDecoder.remainder(in, own, channel().alloc());
      }
    } catch (RuntimeException e) {
      log.error("websocket message failed", e);
      fail(CloseReason.ERROR);
    } finally {
      if (!keep) {
        in.release();
      }
    }
  }

  // What the decoder asks and tells.

  boolean isReceiving() {
    return state() == State.OPEN || state() == State.CLOSING;
  }

  boolean isDeflate() {
    return encoding() == Encoding.WEBSOCKET_DEFLATE;
  }

  int maxMessageBytes() {
    return settings().maxMessageBytes();
  }

  ByteBufAllocator allocator() {
    return channel().alloc();
  }

  @Nullable Fragments fragments() {
    return fragments;
  }

  /// Returns whether the part of a frame that has come may begin a text, if it is to be one.
  boolean mayBeText(int first, ByteBuf in, int payloadAt, int mask) {
    if (state() != State.OPEN || !FrameDecoder.isPlainText(first, fragments)) {
      return true;
    }
    TextCheck check = textCheck;
    if (check == null) {
      check = new TextCheck(fragments == null ? Utf8.COMPLETE : fragments.textState());
      textCheck = check;
    }
    return check.advance(in, payloadAt, mask);
  }

  /// A frame has come whole.
  void onFrame() {
    textCheck = null;
  }

  void onFirstFragment(Fragments first) {
    fragments = first;
  }

  /// Takes a whole message, unmasked but not yet decompressed.
  void onMessage(int opcode, boolean compressed, ByteBuf payload) {
    if (state() != State.OPEN) {
      return;
    }
    if (!compressed) {
      deliver(opcode, payload, opcode == Frames.BINARY || Utf8Buffers.isValid(payload));
      return;
    }
    ByteBuf inflated = null;
    try {
      inflated = kit.inflation().inflate(payload, allocator(), maxMessageBytes());
      deliver(opcode, inflated, opcode == Frames.BINARY || Utf8Buffers.isValid(inflated));
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

  /// Takes all fragments of a message, the last one included.
  void onLastFragment(Fragments whole) {
    fragments = null;
    try {
      if (whole.isCompressed()) {
        onMessage(whole.opcode(), true, whole.data());
      } else if (state() == State.OPEN) {
        deliver(whole.opcode(), whole.data(), whole.isTextComplete());
      }
    } finally {
      whole.release();
    }
  }

  private void deliver(int opcode, ByteBuf message, boolean valid) {
    sendPong(); // what answers the message comes after what answers an earlier ping
    WebSocketListener to = listener;
    if (!valid) {
      fail(CloseReason.BAD_TEXT);
    } else if (to != null && opcode == Frames.TEXT) {
      to.onText(message);
    } else if (to != null) {
      to.onBinary(message);
    }
  }

  void onPing(ByteBuf payload) {
    if (state() != State.OPEN) {
      return;
    }
    Encoded answer = ControlFrames.pong(payload);
    if (pongs < MAX_PONGS) {
      pongs++;
      append(answer);
    } else {
      pong = answer;
    }
  }

  private void endRead() {
    sendPong();
    pongs = 0;
  }

  private void sendPong() {
    Encoded answer = pong;
    if (answer != null) {
      pong = null;
      append(answer);
    }
  }

  void onPong() {
    if (state() == State.OPEN && listener != null) {
      listener.onPong();
    }
  }

  /// The peer sent a close frame, found valid.
  void onClose(ByteBuf payload) {
    sendPong();
    finishClose(ControlFrames.closeReply(payload));
  }

  /// The TCP connection is over; tells the listener, once.
  void onGone() {
    CloseReason reason = end();
    if (partial != null) {
      partial.release();
      partial = null;
    }
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
    WebSocketListener to = listener;
    if (to != null) {
      listener = null;
      to.onClosed(reason);
    }
  }

  // What Netty tells.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    receive((ByteBuf) msg);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    endRead();
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
