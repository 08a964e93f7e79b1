package dev.carillon.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// An answer on the ops port. Immutable, apart from the bytes, which nobody changes.
///
/// @param status the HTTP status
/// @param type the media type of the body
/// @param body the body
/// @param headers further headers
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  private static final JsonMapper JSON = new JsonMapper();

  static Reply json(int status, Map<String, ?> members) {
    return new Reply(status, "application/json", JSON.writeValueAsBytes(members), Map.of());
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
}
