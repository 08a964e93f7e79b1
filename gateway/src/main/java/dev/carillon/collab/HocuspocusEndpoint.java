package dev.carillon.collab;

import dev.carillon.core.CloseReason;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;

/// The protocol of Hocuspocus, as the providers of versions 3 and 4 speak it: many documents on one WebSocket,
/// each with a token of its own.
///
/// ```java
/// public RunningApp start(Services services) {
///   var documents = Documents.create("editor", services, DocumentSettings.defaults(), storage, hooks);
///   var endpoint = new HocuspocusEndpoint("editor", CollabSettings.defaults(), documents);
///   return RunningApp.of(Mount.on("0.0.0.0", 1234, endpoint), documents::close);
/// }
/// ```
public final class HocuspocusEndpoint extends CollabEndpoint {
  /// The first bytes of a frame are no address.
  static final CloseReason UNAUTHORIZED = new CloseReason(4401, "Unauthorized", "unauthorized");

  /// What a client says cannot be understood, or is too much.
  static final CloseReason RESET = new CloseReason(4205, "Reset Connection", "reset");

  /// The client may not have the document any more.
  static final CloseReason FORBIDDEN = new CloseReason(4403, "Forbidden", "forbidden");

  /// The client is silent, or was not let into any document in time.
  static final CloseReason TIMEOUT = new CloseReason(4408, "Connection Timeout", "timeout");

  /// @param name the label in metrics and logs
  public HocuspocusEndpoint(String name, CollabSettings settings, Documents documents) {
    super(name, settings, documents);
  }

  @Override
  CollabConnection open(WebSocket socket, HttpRequestHead handshake) {
    return new HocuspocusConnection(this, socket, handshake);
  }
}
