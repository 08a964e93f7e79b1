package dev.carillon.net;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How a listener treats TCP connections that speak HTTP; see [Editable] for how it is said.
public final class ListenerSettings extends Editable<ListenerSettings> {
  /// How long the head of a request may take to arrive, from its first byte (or from the connection's start),
  /// and how long a body may take without 500 bytes for each second of it; then 408 (RFC 9110 §15.5.9).
  public Duration requestTimeout = Duration.ofSeconds(10);

  /// How long a kept-alive connection may wait for its next request.
  public Duration idleTimeout = Duration.ofSeconds(75);

  /// How long the client gets to read a last answer before the connection is cut.
  public Duration lingerTimeout = Duration.ofSeconds(5);

  /// How many TCP connections may wait to be accepted by the kernel.
  public int backlog = 4096;

  /// How many TCP connections there may be, those of all ports of a gateway together; a further one is closed
  /// at once. For what a process may have open at most.
  public int maxConnections = Integer.MAX_VALUE;

  /// The proxies that are believed where a client is.
  public TrustedProxies proxies = TrustedProxies.NONE;

  private ListenerSettings() {}

  /// Returns the defaults.
  public static ListenerSettings defaults() {
    return new ListenerSettings();
  }

  @Override
  protected void check() {
    atLeastOneMilli("requestTimeout", requestTimeout);
    atLeastOneMilli("idleTimeout", idleTimeout);
    atLeastOneMilli("lingerTimeout", lingerTimeout);
    atLeastOne("backlog", backlog);
    atLeastOne("maxConnections", maxConnections);
  }
}
