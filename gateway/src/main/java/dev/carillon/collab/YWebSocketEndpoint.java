package dev.carillon.collab;

import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;

/// The protocol of y-websocket: one document on one WebSocket, named by the path. The token, if there is one, is
/// the parameter `token` of the query.
public final class YWebSocketEndpoint extends CollabEndpoint {

  /// @param name the label in metrics and logs
  public YWebSocketEndpoint(String name, CollabSettings settings, Documents documents) {
    super(name, settings, documents);
  }

  @Override
  CollabConnection open(WebSocket socket, HttpRequestHead handshake) {
    return new YWebSocketConnection(this, socket, handshake);
  }
}
