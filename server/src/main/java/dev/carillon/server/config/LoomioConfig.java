package dev.carillon.server.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `loomio` app. Immutable.
///
/// @param records live records and notices for browsers
/// @param bots messages posted to Matrix rooms
public record LoomioConfig(Records records, Bots bots) {

  /// Live records and notices for browsers. Immutable; sizes are bytes.
  ///
  /// @param port the port; 0 takes a free one
  /// @param bind the address
  /// @param path the Socket.IO path
  /// @param allowedOrigins the web origins that may connect; `*` is every origin
  /// @param recoveryWindow how long a lost client may return; zero: no recovery
  /// @param recoveryMaxBytes the memory for messages kept for recovery
  /// @param membershipRefresh how often groups are looked up again; zero: never
  /// @param legacyNamespace whether the namespace `/records` is served
  /// @param maxMessage the longest message taken from the broker
  /// @param patience how long a client is held while broker or store is not ready
  /// @param maxPayload the largest message from a client
  /// @param pingInterval time between pings
  /// @param pingTimeout how long a client may take to answer one
  /// @param connectTimeout how long a client may take to join a namespace
  /// @param maxOutbound what may wait to be written to one connection
  public record Records(
      int port,
      String bind,
      String path,
      Set<String> allowedOrigins,
      Duration recoveryWindow,
      long recoveryMaxBytes,
      Duration membershipRefresh,
      boolean legacyNamespace,
      int maxMessage,
      Duration patience,
      int maxPayload,
      Duration pingInterval,
      Duration pingTimeout,
      Duration connectTimeout,
      int maxOutbound) {}

  /// Messages posted to Matrix rooms. Immutable.
  ///
  /// @param enabled whether bots are served at all
  /// @param redisUrl the Redis server of the bot channels; `null`: the same as for records
  /// @param apiPrefix the API version in the paths of Matrix
  /// @param allowedServers the origins that may be posted to; empty: every `https` one
  /// @param timeout how long one request may take
  /// @param maxAttempts how often one request is tried in all
  /// @param maxRetryDelay the longest pause before a retry
  /// @param cacheSize how many room aliases are remembered
  /// @param cacheIdle how long an alias that nobody posts to is remembered
  /// @param claimLifetime how long a node's claim on a message is kept
  /// @param queue how many messages may wait per Matrix server
  /// @param concurrency how many requests run at once per Matrix server
  /// @param maxServers how many Matrix servers may have messages waiting
  /// @param maxMessage the longest message taken from the broker, in bytes
  /// @param drain how long a stop waits for messages that are being posted
  public record Bots(
      boolean enabled,
      @Nullable Secret redisUrl,
      String apiPrefix,
      Set<String> allowedServers,
      Duration timeout,
      int maxAttempts,
      Duration maxRetryDelay,
      int cacheSize,
      Duration cacheIdle,
      Duration claimLifetime,
      int queue,
      int concurrency,
      int maxServers,
      int maxMessage,
      Duration drain) {}

  static LoomioConfig read(Values values) {
    var origins = values.find(Keys.RECORDS_ORIGINS);
    var servers = values.find(Keys.BOTS_ALLOWED_SERVERS);
    return new LoomioConfig(
        new Records(
            values.get(Keys.RECORDS_PORT),
            values.get(Keys.RECORDS_BIND),
            values.get(Keys.RECORDS_PATH),
            origins == null ? Set.of() : origins,
            values.get(Keys.RECORDS_RECOVERY_WINDOW),
            values.get(Keys.RECORDS_RECOVERY_MAX_BYTES),
            values.get(Keys.RECORDS_MEMBERSHIP_REFRESH),
            values.get(Keys.RECORDS_LEGACY_NAMESPACE),
            Math.toIntExact(values.get(Keys.RECORDS_MAX_MESSAGE)),
            values.get(Keys.RECORDS_PATIENCE),
            Math.toIntExact(values.get(Keys.RECORDS_MAX_PAYLOAD)),
            values.get(Keys.RECORDS_PING_INTERVAL),
            values.get(Keys.RECORDS_PING_TIMEOUT),
            values.get(Keys.RECORDS_CONNECT_TIMEOUT),
            Math.toIntExact(values.get(Keys.RECORDS_MAX_OUTBOUND))),
        new Bots(
            values.get(Keys.BOTS_ENABLED),
            values.find(Keys.BOTS_REDIS_URL),
            values.get(Keys.BOTS_API_PREFIX),
            servers == null ? Set.of() : servers,
            values.get(Keys.BOTS_TIMEOUT),
            values.get(Keys.BOTS_MAX_ATTEMPTS),
            values.get(Keys.BOTS_MAX_RETRY_DELAY),
            values.get(Keys.BOTS_CACHE_SIZE),
            values.get(Keys.BOTS_CACHE_IDLE),
            values.get(Keys.BOTS_CLAIM_LIFETIME),
            values.get(Keys.BOTS_QUEUE),
            values.get(Keys.BOTS_CONCURRENCY),
            values.get(Keys.BOTS_MAX_SERVERS),
            Math.toIntExact(values.get(Keys.BOTS_MAX_MESSAGE)),
            values.get(Keys.BOTS_DRAIN)));
  }
}
