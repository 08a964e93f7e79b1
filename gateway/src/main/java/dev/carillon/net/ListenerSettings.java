package dev.carillon.net;

import java.time.Duration;

/// How a listener treats TCP connections that speak HTTP. Immutable.
///
/// @param requestTimeout how long the head of a request may take to arrive, from its first byte (or
///     from the connection's start), and how long a body may take without 500 bytes for each second of
///     it; then 408 (RFC 9110 §15.5.9)
/// @param idleTimeout how long a kept-alive connection may wait for its next request
/// @param lingerTimeout how long the client gets to read a last answer before the connection is cut
/// @param backlog how many TCP connections may wait to be accepted by the kernel
/// @param proxies the proxies that are believed where a client is
public record ListenerSettings(
    Duration requestTimeout,
    Duration idleTimeout,
    Duration lingerTimeout,
    int backlog,
    TrustedProxies proxies) {

  /// The settings that a gateway has when nothing is said.
  public static final ListenerSettings DEFAULT =
      new ListenerSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(5),
          4096,
          TrustedProxies.NONE);

  public ListenerSettings withProxies(TrustedProxies value) {
    return new ListenerSettings(requestTimeout, idleTimeout, lingerTimeout, backlog, value);
  }
}
