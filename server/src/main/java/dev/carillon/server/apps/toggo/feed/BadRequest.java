package dev.carillon.server.apps.toggo.feed;

import dev.carillon.json.StrictJson;
import dev.carillon.net.Response;

/// A request that is not served. The text is for the client; it quotes nothing that was sent.
public final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of HTTP
  BadRequest(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  static BadRequest notFound() {
    return new BadRequest(404, "not found");
  }

  /// Returns the form of all errors of the API that this stands in for: `{"statusCode":…,"message":"…"}`.
  public static Response response(int status, String message) {
    return Response.json(
        status,
        StrictJson.write(json -> {
          json.writeStartObject();
          json.writeNumberProperty("statusCode", status);
          json.writeStringProperty("message", message);
          json.writeEndObject();
        }));
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
