package dev.carillon.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// An HTTP response. Immutable, as long as nobody writes into the body.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Response(int status, Headers headers, byte[] body) {
  private static final Headers JSON = Headers.of("Content-Type", "application/json");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /// Returns a response whose body tells what is wrong.
  static Response error(int status, String message) {
    return error(status, message, Headers.NONE);
  }

  static Response error(int status, String message, Headers more) {
    byte[] body = ("{\"error\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    return new Response(status, JSON.and(more), body);
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
