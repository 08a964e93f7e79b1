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
      int maxPayload,
      Duration pingInterval,
      Duration pingTimeout,
      Duration connectTimeout,
      long maxOutbound) {}

  /// Messages posted to Matrix rooms. Immutable.
  ///
  /// @param enabled whether bots are served at all
  /// @param redisUrl the Redis server of the bot channels; `null`: the same as for records
  /// @param testChannel the channel of test messages
  /// @param publishChannel the channel of messages to post
  /// @param apiPrefix the API version in the paths of Matrix
  /// @param timeout how long one request may take
  /// @param retries how often a request is tried again
  /// @param cacheSize how many bots are kept
  /// @param idleExpiry after which idle time a bot is forgotten
  /// @param dedupe for how long another node does not post the same message again
  public record Bots(
      boolean enabled,
      @Nullable Secret redisUrl,
      String testChannel,
      String publishChannel,
      String apiPrefix,
      Duration timeout,
      int retries,
      int cacheSize,
      Duration idleExpiry,
      Duration dedupe) {}

  static LoomioConfig read(Values values) {
    var origins = values.find(Keys.RECORDS_ORIGINS);
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
            Math.toIntExact(values.get(Keys.RECORDS_MAX_PAYLOAD)),
            values.get(Keys.RECORDS_PING_INTERVAL),
            values.get(Keys.RECORDS_PING_TIMEOUT),
            values.get(Keys.RECORDS_CONNECT_TIMEOUT),
            values.get(Keys.RECORDS_MAX_OUTBOUND)),
        new Bots(
            values.get(Keys.BOTS_ENABLED),
            values.find(Keys.BOTS_REDIS_URL),
            values.get(Keys.BOTS_TEST_CHANNEL),
            values.get(Keys.BOTS_PUBLISH_CHANNEL),
            values.get(Keys.BOTS_API_PREFIX),
            values.get(Keys.BOTS_TIMEOUT),
            values.get(Keys.BOTS_RETRIES),
            values.get(Keys.BOTS_CACHE_SIZE),
            values.get(Keys.BOTS_IDLE_EXPIRY),
            values.get(Keys.BOTS_DEDUPE)));
  }
}
