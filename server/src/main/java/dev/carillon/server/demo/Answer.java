package dev.carillon.server.demo;

import dev.carillon.json.StrictJson;
import java.util.Map;

/// What a request of the page gets. Immutable: nobody changes the bytes of the body.
final class Answer {
  private final int status;
  private final String type;
  private final byte[] body;

  private Answer(int status, String type, byte[] body) {
    this.status = status;
    this.type = type;
    this.body = body;
  }

  static Answer json(int status, Map<String, ?> members) {
    return new Answer(status, "application/json", StrictJson.of(members));
  }

  static Answer error(int status, String what) {
    return json(status, Map.of("error", what));
  }

  static Answer script(byte[] body) {
    return new Answer(200, "text/javascript; charset=utf-8", body);
  }

  static Answer text(String kind, byte[] body) {
    return new Answer(200, kind + "; charset=utf-8", body);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] body() {
    return body;
  }
}
