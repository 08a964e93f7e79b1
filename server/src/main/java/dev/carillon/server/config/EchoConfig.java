package dev.carillon.server.config;

import java.time.Duration;
import java.util.Set;

/// The `echo` app, the target of protocol conformance tests. Immutable; sizes are bytes.
///
/// @param port the port; 0 takes a free one
/// @param bind the address
/// @param path the Socket.IO path
/// @param allowedOrigins the web origins that may connect; `*` is every origin
/// @param pingInterval time between pings
/// @param pingTimeout how long a client may take to answer one
/// @param connectTimeout how long a client may take to join a namespace
/// @param maxPayload the largest message from a client
/// @param recoveryWindow how long a lost client may return; zero: no recovery
/// @param maxOutbound what may wait to be written to one connection
public record EchoConfig(
    int port,
    String bind,
    String path,
    Set<String> allowedOrigins,
    Duration pingInterval,
    Duration pingTimeout,
    Duration connectTimeout,
    int maxPayload,
    Duration recoveryWindow,
    int maxOutbound) {

  static EchoConfig read(Values values) {
    return new EchoConfig(
        values.get(Keys.ECHO_PORT),
        values.get(Keys.ECHO_BIND),
        values.get(Keys.ECHO_PATH),
        values.get(Keys.ECHO_ORIGINS),
        values.get(Keys.ECHO_PING_INTERVAL),
        values.get(Keys.ECHO_PING_TIMEOUT),
        values.get(Keys.ECHO_CONNECT_TIMEOUT),
        Math.toIntExact(values.get(Keys.ECHO_MAX_PAYLOAD)),
        values.get(Keys.ECHO_RECOVERY_WINDOW),
        Math.toIntExact(values.get(Keys.ECHO_MAX_OUTBOUND)));
  }
}
