package dev.carillon.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The catalogue: every key there is, with its type, what counts when it is not set, and its meaning.
///
/// `docs/configuration.md` lists the same keys; a test compares the two. A secret `x` also makes
/// the key `x-file`, which is not listed here. Apps with many keys have a group of their own.
final class Keys {
  private static final KeyGroup GROUP = new KeyGroup("");

  static final Key<Secret> REDIS_URL =
      GROUP.key(
          "redis.url",
          Types.REDIS_URL,
          null,
          "The Redis server; not set: embedded broker and store.");
  static final Key<String> REDIS_USERNAME =
      GROUP.key(
          "redis.username",
          TextType.of("name", "a name without blanks", "\\S+"),
          null,
          "The Redis user; wins over the one in the URL.");
  static final Key<Secret> REDIS_PASSWORD =
      GROUP.key(
          "redis.password",
          Types.SECRET,
          null,
          "The Redis password; wins over the one in the URL.");

  static final Key<String> OPS_BIND =
      GROUP.key(
          "ops.bind", Types.BIND, "127.0.0.1", "Where health, metrics and the publish API listen.");
  static final Key<Integer> OPS_PORT =
      GROUP.key("ops.port", Types.PORT, "9400", "The port of health, metrics and the publish API.");
  static final Key<Secret> OPS_KEY =
      GROUP.key(
          "ops.key",
          Types.SECRET,
          null,
          "The bearer key of the publish API; required unless bound to loopback.");
  static final Key<Long> OPS_MAX_PUBLISH =
      GROUP.key(
          "ops.max-publish", Types.size("1KiB", "64MiB"), "1MiB", "The largest publish request.");

  static final Key<Integer> GATEWAY_LANES =
      GROUP.key("gateway.lanes", Types.whole(0, 64), "0", "How many event loops; 0: one per core.");
  static final Key<Set<String>> GATEWAY_TRUSTED_PROXIES =
      GROUP.key(
          "gateway.trusted-proxies",
          Types.ADDRESS_RANGES,
          null,
          "The proxies that are believed where a client is; without any, it is where the TCP"
              + " connection comes from.");
  static final Key<String> GATEWAY_FORWARDED_HEADER =
      GROUP.key(
          "gateway.forwarded-header",
          TextType.of("header", "x-forwarded-for or forwarded", "x-forwarded-for|forwarded"),
          "x-forwarded-for",
          "Where these proxies say it. They pass the other header on as the client sent it.");

  static final Key<Duration> STOP_DELAY =
      GROUP.key(
          "stop.delay",
          Types.span("0s", "10m"),
          "0s",
          "How long to serve on after readiness is withdrawn, for load balancers to notice.");
  static final Key<Duration> STOP_DRAIN =
      GROUP.key(
          "stop.drain",
          Types.span("0s", "1h"),
          "5s",
          "The time over which the closing of connections is spread.");

  static final Key<String> LOG_LEVEL =
      GROUP.key("log.level", Types.LEVEL, "info", "What is logged.");

  static final Key<Integer> RECORDS_PORT =
      GROUP.key("apps.loomio.records.port", Types.PORT, "5000", "The port for browsers.");
  static final Key<String> RECORDS_BIND =
      GROUP.key("apps.loomio.records.bind", Types.BIND, "0.0.0.0", "The address for browsers.");
  static final Key<String> RECORDS_PATH =
      GROUP.key("apps.loomio.records.path", Types.PATH, "/socket.io/", "The Socket.IO path.");
  static final Key<Set<String>> RECORDS_ORIGINS =
      GROUP.key(
          "apps.loomio.records.allowed-origins",
          Types.ORIGINS,
          null,
          "The web origins that may connect; not set: no other origin than the gateway's own.");
  static final Key<Duration> RECORDS_RECOVERY_WINDOW =
      GROUP.key(
          "apps.loomio.records.recovery-window",
          Types.span("0s", "1d"),
          "30m",
          "How long a lost client may return and miss nothing; 0: off.");
  static final Key<Long> RECORDS_RECOVERY_MAX_BYTES =
      GROUP.key(
          "apps.loomio.records.recovery-max-bytes",
          Types.size("64KiB", "16GiB"),
          "64MiB",
          "The memory for messages kept for recovery.");
  static final Key<Duration> RECORDS_MEMBERSHIP_REFRESH =
      GROUP.key(
          "apps.loomio.records.membership-refresh",
          Types.span("0s", "1d"),
          "1m",
          "How often a client's groups are looked up again; 0: only when it connects or returns.");
  static final Key<Boolean> RECORDS_LEGACY_NAMESPACE =
      GROUP.key(
          "apps.loomio.records.legacy-namespace",
          Types.FLAG,
          "false",
          "Whether clients from before mid-2024 (namespace /records) are served, too.");
  static final Key<Long> RECORDS_MAX_MESSAGE =
      GROUP.key(
          "apps.loomio.records.max-message",
          Types.size("1KiB", "64MiB"),
          "1MiB",
          "The longest message taken from the broker.");
  static final Key<Duration> RECORDS_PATIENCE =
      GROUP.key(
          "apps.loomio.records.patience",
          Types.span("0s", "5m"),
          "20s",
          "How long a client is held while broker or store is not ready, before it has to try again.");
  static final Key<Long> RECORDS_MAX_PAYLOAD =
      GROUP.key(
          "apps.loomio.records.max-payload",
          Types.size("1KiB", "64MiB"),
          "1000000",
          "The largest message from a client.");
  static final Key<Duration> RECORDS_PING_INTERVAL =
      GROUP.key(
          "apps.loomio.records.ping-interval",
          Types.span("100ms", "1h"),
          "25s",
          "Time between pings.");
  static final Key<Duration> RECORDS_PING_TIMEOUT =
      GROUP.key(
          "apps.loomio.records.ping-timeout",
          Types.span("100ms", "1h"),
          "20s",
          "How long a client may take to answer a ping.");
  static final Key<Duration> RECORDS_CONNECT_TIMEOUT =
      GROUP.key(
          "apps.loomio.records.connect-timeout",
          Types.span("100ms", "1h"),
          "45s",
          "How long a client may take to join a namespace.");
  static final Key<Long> RECORDS_MAX_OUTBOUND =
      GROUP.key(
          "apps.loomio.records.max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  static final Key<Boolean> BOTS_ENABLED =
      GROUP.key("apps.loomio.bots.enabled", Types.FLAG, "true", "Whether Matrix bots are served.");
  static final Key<Secret> BOTS_REDIS_URL =
      GROUP.key(
          "apps.loomio.bots.redis-url",
          Types.REDIS_URL,
          null,
          "The Redis server of the bot channels; not set: the same as redis.url.");
  static final Key<String> BOTS_API_PREFIX =
      GROUP.key(
          "apps.loomio.bots.api-prefix",
          Types.SEGMENT,
          "v3",
          "The Matrix API version in paths: /_matrix/client/<prefix>/.");
  static final Key<Set<String>> BOTS_ALLOWED_SERVERS =
      GROUP.key(
          "apps.loomio.bots.allowed-servers",
          Types.SERVERS,
          null,
          "The Matrix servers that may be posted to; not set: every https one, and http on this machine.");
  static final Key<Duration> BOTS_TIMEOUT =
      GROUP.key(
          "apps.loomio.bots.timeout",
          Types.span("100ms", "5m"),
          "10s",
          "How long one request to a Matrix server may take.");
  static final Key<Integer> BOTS_MAX_ATTEMPTS =
      GROUP.key(
          "apps.loomio.bots.max-attempts",
          Types.whole(1, 20),
          "5",
          "How often one request is tried in all.");
  static final Key<Duration> BOTS_MAX_RETRY_DELAY =
      GROUP.key(
          "apps.loomio.bots.max-retry-delay",
          Types.span("1ms", "1h"),
          "1m",
          "The longest pause before a retry.");
  static final Key<Integer> BOTS_CACHE_SIZE =
      GROUP.key(
          "apps.loomio.bots.cache-size",
          Types.whole(0, 100_000),
          "1000",
          "How many room aliases are remembered.");
  static final Key<Duration> BOTS_CACHE_IDLE =
      GROUP.key(
          "apps.loomio.bots.cache-idle",
          Types.span("1s", "7d"),
          "30m",
          "How long an alias that nobody posts to is remembered.");
  static final Key<Duration> BOTS_CLAIM_LIFETIME =
      GROUP.key(
          "apps.loomio.bots.claim-lifetime",
          Types.span("10s", "1d"),
          "70s",
          "How long the claim of a node on a message is kept, so that it is posted once.");
  static final Key<Integer> BOTS_QUEUE =
      GROUP.key(
          "apps.loomio.bots.queue",
          Types.whole(1, 1_000_000),
          "1000",
          "How many messages may wait per Matrix server.");
  static final Key<Integer> BOTS_CONCURRENCY =
      GROUP.key(
          "apps.loomio.bots.concurrency",
          Types.whole(1, 100),
          "4",
          "How many requests run at once per Matrix server.");
  static final Key<Integer> BOTS_MAX_SERVERS =
      GROUP.key(
          "apps.loomio.bots.max-servers",
          Types.whole(1, 10_000),
          "100",
          "How many Matrix servers may have messages waiting at once.");
  static final Key<Long> BOTS_MAX_MESSAGE =
      GROUP.key(
          "apps.loomio.bots.max-message",
          Types.size("1KiB", "16MiB"),
          "256KiB",
          "The longest message taken from the broker.");
  static final Key<Duration> BOTS_DRAIN =
      GROUP.key(
          "apps.loomio.bots.drain",
          Types.span("0s", "10m"),
          "5s",
          "How long a stop waits for messages that are being posted.");

  static final Key<Integer> ECHO_PORT =
      GROUP.key("apps.echo.port", Types.PORT, "3000", "The port for clients.");
  static final Key<String> ECHO_BIND =
      GROUP.key("apps.echo.bind", Types.BIND, "0.0.0.0", "The address for clients.");
  static final Key<String> ECHO_PATH =
      GROUP.key("apps.echo.path", Types.PATH, "/socket.io/", "The Socket.IO path.");
  static final Key<Set<String>> ECHO_ORIGINS =
      GROUP.key(
          "apps.echo.allowed-origins", Types.ORIGINS, "*", "The web origins that may connect.");
  static final Key<Duration> ECHO_PING_INTERVAL =
      GROUP.key("apps.echo.ping-interval", Types.span("100ms", "1h"), "25s", "Time between pings.");
  static final Key<Duration> ECHO_PING_TIMEOUT =
      GROUP.key(
          "apps.echo.ping-timeout",
          Types.span("100ms", "1h"),
          "20s",
          "How long a client may take to answer a ping.");
  static final Key<Duration> ECHO_CONNECT_TIMEOUT =
      GROUP.key(
          "apps.echo.connect-timeout",
          Types.span("100ms", "1h"),
          "45s",
          "How long a client may take to join a namespace.");
  static final Key<Long> ECHO_MAX_PAYLOAD =
      GROUP.key(
          "apps.echo.max-payload",
          Types.size("1KiB", "64MiB"),
          "1000000",
          "The largest message from a client.");
  static final Key<Duration> ECHO_RECOVERY_WINDOW =
      GROUP.key(
          "apps.echo.recovery-window",
          Types.span("0s", "1d"),
          "0s",
          "How long a lost client may return and miss nothing; 0: off.");
  static final Key<Long> ECHO_MAX_OUTBOUND =
      GROUP.key(
          "apps.echo.max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  /// Returns the whole catalogue.
  static List<Key<?>> all() {
    return Stream.of(GROUP.all(), ToggoKeys.all(), ToggoFeedKeys.all(), EclipseKeys.all())
        .flatMap(List::stream)
        .toList();
  }

  private Keys() {}
}
