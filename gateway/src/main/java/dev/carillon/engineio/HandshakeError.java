package dev.carillon.engineio;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/// The ways in which a request is refused, with the codes of the protocol ("Handshake", errors).
enum HandshakeError {
  TRANSPORT_UNKNOWN(0, 400, "Transport unknown", "unknown-transport"),
  SESSION_UNKNOWN(1, 400, "Session ID unknown", "unknown-session"),
  BAD_METHOD(2, 400, "Bad handshake method", "bad-method"),
  BAD_REQUEST(3, 400, "Bad request", "bad-request"),
  FORBIDDEN(4, 403, "Forbidden", "forbidden"),
  BAD_VERSION(5, 400, "Unsupported protocol version", "bad-version");

  private final int code;
  private final int status;
  private final String message;
  private final String label;

  HandshakeError(int code, int status, String message, String label) {
    this.code = code;
    this.status = status;
    this.message = message;
    this.label = label;
  }

  int code() {
    return code;
  }

  int status() {
    return status;
  }

  String message() {
    return message;
  }

  /// Returns the name under which it is counted.
  String label() {
    return label;
  }

  /// Returns the JSON body of an answer that says `text`.
  byte[] body(String text) {
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    return ("{\"code\":" + code + ",\"message\":\"" + quoted + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
