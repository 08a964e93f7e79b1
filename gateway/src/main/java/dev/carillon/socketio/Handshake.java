package dev.carillon.socketio;

import dev.carillon.net.HttpRequestHead;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a client introduced itself: the request that opened its connection, and what it sent when it
/// entered the namespace. Immutable; both may hold secrets, so [#toString()] shows neither.
public final class Handshake {
  private final HttpRequestHead head;
  private final @Nullable ObjectNode auth;
  private final long atEpochMillis;

  Handshake(HttpRequestHead head, @Nullable ObjectNode auth, Instant time) {
    this.head = head;
    this.auth = auth;
    this.atEpochMillis = time.toEpochMilli();
  }

  /// Returns the request's headers, with names in lower case.
  public Map<String, String> headers() {
    return head.headers();
  }

  /// Returns the request's query, decoded.
  public Map<String, String> query() {
    return head.query();
  }

  /// Returns the request target as it was sent.
  public String url() {
    return head.target();
  }

  /// Returns the other end of the TCP connection: a proxy, perhaps.
  public InetSocketAddress remote() {
    return head.remote();
  }

  /// Returns whether the TCP connection is encrypted.
  public boolean secure() {
    return head.secure();
  }

  /// Returns whether the request came from a page of some origin, by the `Origin` header.
  public boolean crossDomain() {
    return head.header("origin") != null;
  }

  /// Returns when the client entered, to the millisecond.
  public Instant time() {
    return Instant.ofEpochMilli(atEpochMillis);
  }

  /// Returns the object that the client sent to enter; empty when it sent none.
  public ObjectNode auth() {
    return auth == null ? JsonNodeFactory.instance.objectNode() : auth.deepCopy();
  }

  @Override
  public String toString() {
    return "Handshake[" + remote() + "]";
  }
}
