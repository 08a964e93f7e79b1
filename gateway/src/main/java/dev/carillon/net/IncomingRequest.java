package dev.carillon.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A request whose body is still arriving. Confined to its lane.
final class IncomingRequest {
  private static final byte[] EMPTY = {};
  private static final int FIRST_BYTES = 1024;
  // Bodies of requests that no endpoint wants are read and dropped, up to here.
  private static final int UNWANTED_BYTES = 64 * 1024;

  private final RequestHead head;
  private final @Nullable Endpoint endpoint;
  private final Headers common;
  private final boolean modern;
  private final boolean persistent;
  private final int limit;
  private byte[] body = EMPTY;
  private int length;

  /// @param modern whether it is of HTTP/1.1
  /// @param persistent whether the TCP connection outlives the response (RFC 9112 §9.3)
  IncomingRequest(
      RequestHead head, @Nullable Endpoint endpoint, boolean modern, boolean persistent) {
    this.head = head;
    this.endpoint = endpoint;
    this.modern = modern;
    this.common = endpoint == null ? Headers.NONE : endpoint.commonHeaders(head);
    this.persistent = persistent;
    this.limit = endpoint == null ? UNWANTED_BYTES : endpoint.maxBodyBytes();
  }

  RequestHead head() {
    return head;
  }

  @Nullable Endpoint endpoint() {
    return endpoint;
  }

  Headers common() {
    return common;
  }

  boolean isPersistent() {
    return persistent;
  }

  /// Returns what the endpoint answers instead of taking the body.
  @Nullable Response refusal() {
    return endpoint == null ? null : endpoint.refusal(head);
  }

  /// Tells the endpoint that the body is on its way.
  void tellBegun() {
    if (endpoint != null) {
      endpoint.onBodyBegun(head);
    }
  }

  /// Tells the endpoint that the body is no longer on its way.
  void tellEnded(boolean clientGone) {
    if (endpoint != null) {
      endpoint.onBodyEnded(head, clientGone);
    }
  }

  /// Returns whether it asks to become a WebSocket, which HTTP/1.0 cannot (RFC 9110 §7.8).
  boolean wantsWebSocket() {
    return modern && Handshake.isWanted(head);
  }

  /// Returns how much of the body has arrived, in bytes.
  int received() {
    return length;
  }

  /// Returns whether a body of that length is too long.
  boolean isTooLong(long bytes) {
    return bytes > limit;
  }

  /// Adds to the body; returns false, and adds nothing, when it gets too long.
  boolean append(ByteBuf content) {
    int more = content.readableBytes();
    if (isTooLong((long) length + more)) {
      return false;
    }
    if (more > body.length - length) {
      // Grows with what has arrived, whatever length was announced.
      int doubled = Math.max(FIRST_BYTES, (int) Math.min(2L * body.length, limit));
      body = Arrays.copyOf(body, Math.max(doubled, length + more));
    }
    content.readBytes(body, length, more);
    length += more;
    return true;
  }

  /// Returns the body, now complete.
  byte[] body() {
    return length == body.length ? body : Arrays.copyOf(body, length);
  }
}
