package dev.carillon.net;

import dev.carillon.core.Lane;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request to turn a TCP connection into a WebSocket (RFC 6455 §4.2.1), already found well-formed.
public interface HttpUpgrade extends HttpRequestHead {

  /// Accepts: answers 101, and from then on the connection belongs to `lane`.
  ///
  /// The listener is made in that lane, and gets all further events there. Frames that the client
  /// sent right behind its request are not lost.
  ///
  /// @param lane the lane that is to own the connection; [#lane()] where it does not matter
  /// @param subprotocol the one of those that the client offers which is to be spoken (RFC 6455
  ///     §4.2.2 (5)); `null` for none
  /// @param headers what the 101 has beside those of the handshake
  void accept(
      Lane lane,
      WebSocketSettings settings,
      @Nullable String subprotocol,
      Headers headers,
      Function<WebSocket, WebSocketListener> listener);

  /// Accepts without further headers.
  default void accept(
      Lane lane,
      WebSocketSettings settings,
      @Nullable String subprotocol,
      Function<WebSocket, WebSocketListener> listener) {
    accept(lane, settings, subprotocol, Headers.NONE, listener);
  }

  /// Returns the subprotocol that the client would like best, the first that it offers, for
  /// [#accept]; `null` when it offers none. A browser that offers some fails where none is agreed to.
  default @Nullable String firstSubprotocol() {
    String offered = header("sec-websocket-protocol");
    return offered == null ? null : offered.split(",", 2)[0].trim();
  }

  /// Refuses with an HTTP response and closes the TCP connection.
  void refuse(int status, Headers headers, byte[] body);

  /// Refuses with an HTTP response and closes the TCP connection.
  default void refuse(Response response) {
    refuse(response.status(), response.headers(), response.body());
  }

  /// Returns the lane in which the TCP connection is now.
  Lane lane();
}
