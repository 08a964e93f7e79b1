package dev.carillon.net;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes and checks close, ping and pong frames (RFC 6455 §5.5).
final class ControlFrames {
  static final int OPCODE_CLOSE = 8;
  static final int OPCODE_PING = 9;
  static final int OPCODE_PONG = 10;

  private static final byte[] NOTHING = {};
  private static final int MAX_PHRASE_BYTES = 123;

  /// A ping; the same instance for all, so that lanes write one buffer to many.
  static final Encoded PING = Frames.frame(NOTHING, OPCODE_PING);

  /// A close frame without a code.
  static final Encoded CLOSE = Frames.frame(NOTHING, OPCODE_CLOSE);

  private ControlFrames() {}

  /// Returns a pong with the payload of a ping (§5.5.3).
  static Encoded pong(ByteBuf payload) {
    return Frames.frame(ByteBufUtil.getBytes(payload), OPCODE_PONG);
  }

  /// Returns a close frame with the code and phrase of a reason.
  static Encoded close(CloseReason reason) {
    if (!isSendable(reason.code())) {
      return CLOSE;
    }
    byte[] phrase = reason.phrase().getBytes(StandardCharsets.UTF_8);
    if (phrase.length > MAX_PHRASE_BYTES) {
      phrase = NOTHING;
    }
    byte[] payload = new byte[2 + phrase.length];
    payload[0] = (byte) (reason.code() >>> 8);
    payload[1] = (byte) reason.code();
    System.arraycopy(phrase, 0, payload, 2, phrase.length);
    return Frames.frame(payload, OPCODE_CLOSE);
  }

  /// Returns the answer to a close frame: the same code, without the words (§5.5.1).
  static Encoded closeReply(ByteBuf payload) {
    byte[] code = ByteBufUtil.getBytes(payload);
    return code.length < 2 ? CLOSE : Frames.frame(Arrays.copyOf(code, 2), OPCODE_CLOSE);
  }

  /// Returns what is wrong with a close frame of a client, or null (§5.5.1, §7.4).
  static @Nullable CloseReason faultOfClose(ByteBuf payload) {
    int length = payload.readableBytes();
    if (length == 0) {
      return null;
    }
    if (length == 1 || !isSendable(payload.getUnsignedShort(payload.readerIndex()))) {
      return CloseReason.PROTOCOL;
    }
    ByteBuf phrase = payload.slice(payload.readerIndex() + 2, length - 2);
    return Utf8Buffers.isValid(phrase) ? null : CloseReason.BAD_TEXT;
  }

  // §7.4.1 and the codes registered since; 1004 to 1006 and 1015 never go over the wire.
  private static boolean isSendable(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
