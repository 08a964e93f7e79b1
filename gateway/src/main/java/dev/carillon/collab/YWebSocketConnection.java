package dev.carillon.collab;

import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// One WebSocket of y-websocket's provider.
final class YWebSocketConnection extends CollabConnection {
  private final Participant participant;

  YWebSocketConnection(YWebSocketEndpoint endpoint, WebSocket socket, HttpRequestHead handshake) {
    super(endpoint, socket, handshake);
    this.participant =
        new Participant(
            endpoint.documents().newId(),
            endpoint.documents(),
            socket,
            inflow(),
            this,
            document(handshake.path().substring(endpoint.settings().path.length())),
            null,
            handshake);
  }

  /// Returns the name that a part of a path says; what is no escape stays as it is.
  private static String document(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  @Override
  void begin() {
    super.begin();
    participant.show(handshake().query().getOrDefault("token", ""), null);
  }

  @Override
  void hear(byte[] frame) {
    if (!participant.hear(new Participant.Frame(frame, 0))) {
      close(HocuspocusEndpoint.RESET);
    }
  }

  @Override
  public void onLeft(Participant left) {
    close(HocuspocusEndpoint.RESET);
  }

  @Override
  void leaveDocuments() {
    participant.leave();
  }

  @Override
  public void onWritable() {
    participant.onWritable();
  }
}
