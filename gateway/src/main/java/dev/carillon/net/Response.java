package dev.carillon.net;

import dev.carillon.json.StrictJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An HTTP response. Immutable, as long as nobody writes into the body.
///
/// @param status the status code (RFC 9110 §15)
/// @param headers in the order in which they are sent; without `Content-Length`, which is added
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Response(int status, Headers headers, byte[] body) {
  private static final byte[] NOTHING = {};
  private static final Headers JSON = Headers.of("Content-Type", "application/json");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /// Returns a response without headers and body.
  public static Response empty(int status) {
    return new Response(status, Headers.NONE, NOTHING);
  }

  /// Returns a response of another kind than JSON.
  ///
  /// @param type the media type, such as `text/css; charset=utf-8`
  public static Response of(int status, String type, byte[] body) {
    return new Response(status, Headers.of("Content-Type", type), body);
  }

  /// Returns a response that holds a JSON text.
  ///
  /// @param json in UTF-8
  public static Response json(int status, byte[] json) {
    return new Response(status, JSON, json);
  }

  /// Returns a response that holds a JSON object.
  ///
  /// @param members of which [StrictJson#of] can write each; they are sent in the order of the map
  public static Response json(int status, Map<String, ?> members) {
    return json(status, StrictJson.of(members));
  }

  /// Returns a response that tells what is wrong: `{"error":"…"}`.
  ///
  /// @param message in words for whoever sent the request
  public static Response error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  /// Returns the response with further headers behind its own.
  public Response with(Headers more) {
    return new Response(status, headers.and(more), body);
  }

  /// Returns the response with a further header behind its own.
  public Response with(String name, String value) {
    return with(Headers.of(name, value));
  }

  /// Returns the response with these headers in front of its own.
  Response behind(Headers common) {
    return new Response(status, common.and(headers), body);
  }

  /// Returns the bytes on the wire.
  ///
  /// @param withBody false for the answer to a HEAD request (RFC 9110 §9.3.2)
  /// @param connection the value of the `Connection` header; empty sends none
  ByteBuf bytes(LaneKit kit, ByteBufAllocator allocator, boolean withBody, String connection) {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(HttpResponseStatus.valueOf(status)).append("\r\n");
    head.append("Date: ").append(kit.httpDate()).append("\r\n");
    head.append(headers.lines());
    boolean bodyAllowed = status != NO_CONTENT && status != NOT_MODIFIED;
    if (bodyAllowed) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (!connection.isEmpty()) {
      head.append("Connection: ").append(connection).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    boolean sendBody = withBody && bodyAllowed;
    ByteBuf bytes = allocator.directBuffer(start.length + (sendBody ? body.length : 0));
    bytes.writeBytes(start);
    if (sendBody) {
      bytes.writeBytes(body);
    }
    return bytes;
  }
}
