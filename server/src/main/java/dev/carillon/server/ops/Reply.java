package dev.carillon.server.ops;

import dev.carillon.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer on the ops port. Immutable: nobody changes the bytes of the body.
final class Reply {
  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> headers;

  Reply(int status, String type, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = headers;
  }

  /// @param value a map, or a list of maps
  static Reply json(int status, Object value) {
    return new Reply(status, "application/json", StrictJson.of(value), Map.of());
  }

  static Reply error(int status, String what) {
    return json(status, Map.of("error", what));
  }

  /// Returns two members in this order, which [Map#of] would not keep.
  static Map<String, ?> members(String first, Object firstValue, String next, Object nextValue) {
    var members = new LinkedHashMap<String, Object>();
    members.put(first, firstValue);
    members.put(next, nextValue);
    return members;
  }

  Reply with(String header, String value) {
    return new Reply(status, type, body, Map.of(header, value));
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

  Map<String, String> headers() {
    return headers;
  }
}
