package dev.carillon.server.matrix;

import java.time.Duration;
import java.util.Set;

/// What can be set about the bots. Immutable; start from [#defaults()].
///
/// @param apiPrefix the client-server API version in the path, after `/_matrix/client/`
/// @param timeout the longest time for one HTTP exchange, connecting included
/// @param maxAttempts how often one request is tried in all
/// @param maxRetryDelay the longest pause before a retry, also where the server asks for more
/// @param cacheSize how many resolved room aliases are remembered
/// @param cacheIdle how long an alias that nobody posts to is remembered
/// @param claimLifetime how long a node's claim on a message is kept in the store
/// @param queue how many messages may wait per Matrix server; the next one is dropped
/// @param concurrency how many requests run at once per Matrix server
/// @param maxServers how many Matrix servers may have messages waiting at once
/// @param maxMessageBytes the longest message taken from the broker
/// @param allowedServers the origins that may be posted to, such as `https://matrix.org` or
///     `http://synapse:8008`; empty: every `https` origin, and `http` to this machine only
/// @param drain how long a stop waits for messages that are already claimed
public record MatrixSettings(
    String apiPrefix,
    Duration timeout,
    int maxAttempts,
    Duration maxRetryDelay,
    int cacheSize,
    Duration cacheIdle,
    Duration claimLifetime,
    int queue,
    int concurrency,
    int maxServers,
    int maxMessageBytes,
    Set<String> allowedServers,
    Duration drain) {

  /// The settings that need no reason to be changed.
  public static MatrixSettings defaults() {
    return new MatrixSettings(
        "v3",
        Duration.ofSeconds(10),
        5,
        Duration.ofSeconds(60),
        1000,
        Duration.ofMinutes(30),
        // Not a minute less the margin: texts are repeated by the minute. See the limits in
        // PostClaims.
        Duration.ofSeconds(70),
        1000,
        4,
        100,
        // Matrix refuses events above 64 KiB; this leaves room for JSON escapes.
        256 * 1024,
        Set.of(),
        Duration.ofSeconds(5));
  }

  /// Checks what the types cannot.
  ///
  /// @throws IllegalArgumentException if a value is out of range, or an allowed server is no origin
  public MatrixSettings {
    require(apiPrefix.matches("[A-Za-z0-9._~-]{1,32}"), "api-prefix: one path segment");
    require(positive(timeout), "timeout: more than 0");
    require(maxAttempts >= 1, "max-attempts: at least 1");
    require(positive(maxRetryDelay), "max-retry-delay: more than 0");
    require(cacheSize >= 0, "cache-size: at least 0");
    require(positive(cacheIdle), "cache-idle: more than 0");
    require(
        claimLifetime.compareTo(PostClaims.SAME) >= 0,
        "claim-lifetime: at least " + PostClaims.SAME.toSeconds() + "s");
    require(queue >= 1, "queue: at least 1");
    require(concurrency >= 1, "concurrency: at least 1");
    require(maxServers >= 1, "max-servers: at least 1");
    require(maxMessageBytes >= 1, "max-message-bytes: at least 1");
    require(!drain.isNegative(), "drain: at least 0");
    allowedServers = Set.copyOf(allowedServers);
    for (String server : allowedServers) {
      require(ServerPolicy.isOrigin(server), "allowed-servers: http(s)://host[:port], no path");
    }
  }

  /// These settings with other allowed servers.
  public MatrixSettings withAllowedServers(Set<String> servers) {
    return new MatrixSettings(
        apiPrefix,
        timeout,
        maxAttempts,
        maxRetryDelay,
        cacheSize,
        cacheIdle,
        claimLifetime,
        queue,
        concurrency,
        maxServers,
        maxMessageBytes,
        servers,
        drain);
  }

  /// These settings with another API version, such as `r0`.
  public MatrixSettings withApiPrefix(String prefix) {
    return new MatrixSettings(
        prefix,
        timeout,
        maxAttempts,
        maxRetryDelay,
        cacheSize,
        cacheIdle,
        claimLifetime,
        queue,
        concurrency,
        maxServers,
        maxMessageBytes,
        allowedServers,
        drain);
  }

  private static boolean positive(Duration duration) {
    return duration.isPositive();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
