package dev.carillon.engineio;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.net.Frames;
import java.nio.charset.StandardCharsets;

/// The packets that the server itself sends, ready for each encoding. Immutable.
///
/// Protocol: "Packet encoding"; the first character is the type.
final class EnginePackets {
  static final EnginePackets CLOSE = new EnginePackets("1");
  static final EnginePackets PING = new EnginePackets("2");
  static final EnginePackets PROBE_ANSWER = new EnginePackets("3probe");
  static final EnginePackets NOOP = new EnginePackets("6");

  private final Encoded frame;
  private final Encoded text;

  EnginePackets(String packet) {
    byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
    this.frame = Frames.frame(bytes, Frames.TEXT);
    this.text = Encoded.of(bytes);
  }

  /// Returns the open packet, the server's half of the handshake, with its exactly five keys.
  static EnginePackets open(String sessionId, boolean offerUpgrade, EngineIoSettings settings) {
    return new EnginePackets(
        "0{\"sid\":\""
            + sessionId
            + "\",\"upgrades\":"
            + (offerUpgrade ? "[\"websocket\"]" : "[]")
            + ",\"pingInterval\":"
            + settings.pingInterval.toMillis()
            + ",\"pingTimeout\":"
            + settings.pingTimeout.toMillis()
            + ",\"maxPayload\":"
            + settings.maxPayload
            + "}");
  }

  Encoded in(Encoding encoding) {
    return encoding == Encoding.POLLING ? text : frame;
  }
}
