package dev.carillon.engineio;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.net.Frames;
import java.util.Base64;

/// A message of plain Engine.IO, for protocols that need nothing above it.
///
/// Text is packet type 4; binary is a bare frame on WebSocket and `b` with base64 on polling
/// (protocol, "Packet encoding").
public final class EngineMessage extends Message {
  private final byte[] payload;
  private final boolean binary;
  private final long arrivedNanos = System.nanoTime();

  private EngineMessage(byte[] payload, boolean binary) {
    this.payload = payload;
    this.binary = binary;
  }

  /// Returns a text message; the bytes must be valid UTF-8.
  public static EngineMessage text(byte[] utf8) {
    return new EngineMessage(utf8, false);
  }

  /// Returns a binary message.
  public static EngineMessage binary(byte[] bytes) {
    return new EngineMessage(bytes, true);
  }

  @Override
  public long arrivedNanos() {
    return arrivedNanos;
  }

  @Override
  protected Encoded encode(Encoding encoding) {
    if (encoding == Encoding.POLLING) {
      return Encoded.of(
          binary ? prefixed('b', Base64.getEncoder().encode(payload)) : prefixed('4', payload));
    }
    return binary
        ? Frames.frame(payload, Frames.BINARY)
        : Frames.frame(prefixed('4', payload), Frames.TEXT);
  }

  private static byte[] prefixed(char type, byte[] rest) {
    byte[] packet = new byte[rest.length + 1];
    packet[0] = (byte) type;
    System.arraycopy(rest, 0, packet, 1, rest.length);
    return packet;
  }
}
