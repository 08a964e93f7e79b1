package dev.carillon.net;

import dev.carillon.core.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Takes frames out of what a client sent (RFC 6455 §5.2). Holds nothing between calls.
///
/// A frame is looked at as soon as its header is there: what may not come is refused before any
/// memory is spent on its payload.
final class FrameDecoder {
  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int RSV2_AND_3 = 0x30;
  private static final int MASKED = 0x80;
  private static final int OPCODE = 0x0F;
  private static final int LENGTH = 0x7F;
  private static final int CONTINUATION = 0;
  private static final int CONTROL = 8;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MASK_BYTES = 4;

  private FrameDecoder() {}

  /// Takes one frame and hands it to the socket, or fails the socket.
  ///
  /// @return false when there is no whole frame, or when none may come any more
  static boolean decodeOne(ByteBuf in, FrameSocket socket) {
    int available = in.readableBytes();
    if (available < 2 || !socket.isReceiving()) {
      return false;
    }
    int at = in.readerIndex();
    int first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    if (!isAllowed(first, second, socket)) {
      socket.fail(CloseReason.PROTOCOL);
      return false;
    }
    int shortLength = second & LENGTH;
    int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    if (available < 2 + lengthBytes) {
      return false;
    }
    long length =
        switch (lengthBytes) {
          case 2 -> in.getUnsignedShort(at + 2);
          case 8 -> in.getLong(at + 2);
          default -> shortLength;
        };
    if (!isMinimal(length, lengthBytes)) {
      socket.fail(CloseReason.PROTOCOL);
      return false;
    }
    if (isTooBig(first & OPCODE, length, socket)) {
      socket.fail(CloseReason.TOO_BIG);
      return false;
    }
    int headerBytes = 2 + lengthBytes + MASK_BYTES;
    int payloadAt = at + headerBytes;
    if (available < headerBytes + length) {
      if (available > headerBytes
          && !socket.mayBeText(first, in, payloadAt, in.getInt(payloadAt - MASK_BYTES))) {
        socket.fail(CloseReason.BAD_TEXT);
      }
      return false;
    }
    Masking.apply(in, payloadAt, (int) length, in.getInt(payloadAt - MASK_BYTES));
    in.readerIndex(payloadAt + (int) length);
    socket.onFrame();
    take(first, in.slice(payloadAt, (int) length), socket);
    return true;
  }

  /// Returns whether a frame that begins so is of a text that is not compressed.
  static boolean isPlainText(int first, @Nullable Fragments earlier) {
    if (earlier != null) {
      return (first & OPCODE) == CONTINUATION
          && earlier.opcode() == Frames.TEXT
          && !earlier.isCompressed();
    }
    return (first & OPCODE) == Frames.TEXT && (first & RSV1) == 0;
  }

  /// Returns whether a frame that begins so may come now.
  private static boolean isAllowed(int first, int second, FrameSocket socket) {
    int opcode = first & OPCODE;
    boolean compressed = (first & RSV1) != 0;
    if ((second & MASKED) == 0 || (first & RSV2_AND_3) != 0) { // §5.1; §5.2
      return false;
    }
    if (opcode >= CONTROL) { // §5.5
      return opcode <= ControlFrames.OPCODE_PONG
          && !compressed
          && (first & FIN) != 0
          && (second & LENGTH) <= MAX_CONTROL_BYTES;
    }
    boolean amidMessage = socket.fragments() != null;
    if (opcode == CONTINUATION) { // §5.4; RFC 7692 §6.1
      return amidMessage && !compressed;
    }
    return opcode <= Frames.BINARY && !amidMessage && (!compressed || socket.isDeflate());
  }

  // §5.2: "the minimal number of bytes MUST be used"; the most significant bit MUST be 0.
  private static boolean isMinimal(long length, int lengthBytes) {
    return switch (lengthBytes) {
      case 2 -> length > 125;
      case 8 -> length > 0xFFFF;
      default -> true;
    };
  }

  private static boolean isTooBig(int opcode, long length, FrameSocket socket) {
    if (opcode >= CONTROL) {
      return false;
    }
    Fragments earlier = socket.fragments();
    return earlier == null
        ? length > socket.maxMessageBytes()
        : earlier.isTooBigWith(length, socket.maxMessageBytes());
  }

  private static void take(int first, ByteBuf payload, FrameSocket socket) {
    boolean last = (first & FIN) != 0;
    switch (first & OPCODE) {
      case ControlFrames.OPCODE_CLOSE -> {
        CloseReason fault = ControlFrames.faultOfClose(payload);
        if (fault == null) {
          socket.onClose(payload);
        } else {
          socket.fail(fault);
        }
      }
      case ControlFrames.OPCODE_PING -> socket.onPing(payload);
      case ControlFrames.OPCODE_PONG -> socket.onPong();
      case CONTINUATION -> takeFragment(socket.fragments(), last, payload, socket);
      default -> {
        boolean compressed = (first & RSV1) != 0;
        if (last) {
          socket.onMessage(first & OPCODE, compressed, payload);
        } else {
          var begun = new Fragments(first & OPCODE, compressed, socket.allocator());
          socket.onFirstFragment(begun);
          takeFragment(begun, false, payload, socket);
        }
      }
    }
  }

  private static void takeFragment(
      @Nullable Fragments fragments, boolean last, ByteBuf payload, FrameSocket socket) {
    if (fragments == null) {
      return; // refused by isAllowed
    }
    if (!fragments.add(payload)) {
      socket.fail(CloseReason.BAD_TEXT);
    } else if (last) {
      socket.onLastFragment(fragments);
    }
  }

  /// Returns a buffer that holds what is left and can grow; takes `in` over.
  ///
  /// @param own whether `in` was returned from here before. A buffer from the network is not kept:
  ///     it is made for the largest reads, and what is left is mostly little.
  static ByteBuf remainder(ByteBuf in, boolean own, ByteBufAllocator allocator) {
    if (own) {
      return in.discardReadBytes();
    }
    ByteBuf kept = allocator.directBuffer(in.readableBytes());
    kept.writeBytes(in);
    in.release();
    return kept;
  }
}
