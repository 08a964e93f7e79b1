package dev.carillon.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Takes the body of a POST apart (protocol, "HTTP long-polling", "Payload encoding").
final class PollingPayload {
  private static final byte SEPARATOR = 0x1E;

  private PollingPayload() {}

  /// Hands the packets of a body to a connection, in order, while it is open.
  ///
  /// @return whether the body was well-formed as far as it was read
  static boolean read(byte[] body, EngineConnection connection) {
    ByteBuf all = Unpooled.wrappedBuffer(body);
    if (!ByteBufUtil.isText(all, StandardCharsets.UTF_8)) {
      return false;
    }
    int start = 0;
    while (connection.isOpen()) {
      int length = ByteBufUtil.indexOf(all, start, body.length, SEPARATOR) - start;
      int end = length < 0 ? body.length : start + length;
      if (!readPacket(all.slice(start, end - start), connection)) {
        return false;
      }
      if (end == body.length) {
        return true;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean readPacket(ByteBuf packet, EngineConnection connection) {
    if (!packet.isReadable()) {
      return false;
    }
    if (packet.getByte(packet.readerIndex()) != 'b') {
      return connection.onPacket(packet);
    }
    ByteBuf decoded = decode(packet.skipBytes(1));
    if (decoded == null) {
      return false;
    }
    connection.onBinary(decoded);
    return true;
  }

  /// Returns the bytes of a `b…` packet, or `null` when they are not base64.
  static @org.jspecify.annotations.Nullable ByteBuf decode(ByteBuf base64) {
    try {
      ByteBuffer decoded = Base64.getDecoder().decode(base64.nioBuffer());
      return Unpooled.wrappedBuffer(decoded);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
