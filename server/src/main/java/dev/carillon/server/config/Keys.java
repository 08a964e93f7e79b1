package dev.carillon.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalogue: every key there is, with its type, what counts when it is not set, and its meaning.
///
/// `docs/configuration.md` lists the same keys; a test compares the two. A secret `x` also makes
/// the key `x-file`, which is not listed here.
final class Keys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<Secret> REDIS_URL =
      key(
          "redis.url",
          Types.REDIS_URL,
          null,
          "The Redis server; not set: embedded broker and store.");
  static final Key<String> REDIS_USERNAME =
      key(
          "redis.username",
          TextType.of("name", "a name without blanks", "\\S+"),
          null,
          "The Redis user; wins over the one in the URL.");
  static final Key<Secret> REDIS_PASSWORD =
      key(
          "redis.password",
          Types.SECRET,
          null,
          "The Redis password; wins over the one in the URL.");

  static final Key<String> OPS_BIND =
      key("ops.bind", Types.BIND, "127.0.0.1", "Where health, metrics and the publish API listen.");
  static final Key<Integer> OPS_PORT =
      key("ops.port", Types.PORT, "9400", "The port of health, metrics and the publish API.");
  static final Key<Secret> OPS_KEY =
      key(
          "ops.key",
          Types.SECRET,
          null,
          "The bearer key of the publish API; required unless bound to loopback.");
  static final Key<Long> OPS_MAX_PUBLISH =
      key("ops.max-publish", Types.size("1KiB", "64MiB"), "1MiB", "The largest publish request.");

  static final Key<Integer> GATEWAY_LANES =
      key("gateway.lanes", Types.whole(0, 64), "0", "How many event loops; 0: one per core.");

  static final Key<Duration> STOP_DELAY =
      key(
          "stop.delay",
          Types.span("0s", "10m"),
          "0s",
          "How long to serve on after readiness is withdrawn, for load balancers to notice.");
  static final Key<Duration> STOP_DRAIN =
      key(
          "stop.drain",
          Types.span("0s", "1h"),
          "5s",
          "The time over which the closing of connections is spread.");

  static final Key<String> LOG_LEVEL = key("log.level", Types.LEVEL, "info", "What is logged.");

  static final Key<Integer> RECORDS_PORT =
      key("apps.loomio.records.port", Types.PORT, "5000", "The port for browsers.");
  static final Key<String> RECORDS_BIND =
      key("apps.loomio.records.bind", Types.BIND, "0.0.0.0", "The address for browsers.");
  static final Key<String> RECORDS_PATH =
      key("apps.loomio.records.path", Types.PATH, "/socket.io/", "The Socket.IO path.");
  static final Key<Set<String>> RECORDS_ORIGINS =
      key(
          "apps.loomio.records.allowed-origins",
          Types.ORIGINS,
          null,
          "The web origins that may connect; not set: no other origin than the gateway's own.");
  static final Key<Duration> RECORDS_RECOVERY_WINDOW =
      key(
          "apps.loomio.records.recovery-window",
          Types.span("0s", "1d"),
          "30m",
          "How long a lost client may return and miss nothing; 0: off.");
  static final Key<Long> RECORDS_RECOVERY_MAX_BYTES =
      key(
          "apps.loomio.records.recovery-max-bytes",
          Types.size("64KiB", "16GiB"),
          "64MiB",
          "The memory for messages kept for recovery.");
  static final Key<Duration> RECORDS_MEMBERSHIP_REFRESH =
      key(
          "apps.loomio.records.membership-refresh",
          Types.span("0s", "1d"),
          "1m",
          "How often a client's groups are looked up again; 0: only when it connects or returns.");
  static final Key<Boolean> RECORDS_LEGACY_NAMESPACE =
      key(
          "apps.loomio.records.legacy-namespace",
          Types.FLAG,
          "false",
          "Whether clients from before mid-2024 (namespace /records) are served, too.");
  static final Key<Long> RECORDS_MAX_MESSAGE =
      key(
          "apps.loomio.records.max-message",
          Types.size("1KiB", "64MiB"),
          "1MiB",
          "The longest message taken from the broker.");
  static final Key<Duration> RECORDS_PATIENCE =
      key(
          "apps.loomio.records.patience",
          Types.span("0s", "5m"),
          "20s",
          "How long a client is held while broker or store is not ready, before it has to try again.");
  static final Key<Long> RECORDS_MAX_PAYLOAD =
      key(
          "apps.loomio.records.max-payload",
          Types.size("1KiB", "64MiB"),
          "1000000",
          "The largest message from a client.");
  static final Key<Duration> RECORDS_PING_INTERVAL =
      key(
          "apps.loomio.records.ping-interval",
          Types.span("100ms", "1h"),
          "25s",
          "Time between pings.");
  static final Key<Duration> RECORDS_PING_TIMEOUT =
      key(
          "apps.loomio.records.ping-timeout",
          Types.span("100ms", "1h"),
          "20s",
          "How long a client may take to answer a ping.");
  static final Key<Duration> RECORDS_CONNECT_TIMEOUT =
      key(
          "apps.loomio.records.connect-timeout",
          Types.span("100ms", "1h"),
          "45s",
          "How long a client may take to join a namespace.");
  static final Key<Long> RECORDS_MAX_OUTBOUND =
      key(
          "apps.loomio.records.max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  static final Key<Boolean> BOTS_ENABLED =
      key("apps.loomio.bots.enabled", Types.FLAG, "true", "Whether Matrix bots are served.");
  static final Key<Secret> BOTS_REDIS_URL =
      key(
          "apps.loomio.bots.redis-url",
          Types.REDIS_URL,
          null,
          "The Redis server of the bot channels; not set: the same as redis.url.");
  static final Key<String> BOTS_API_PREFIX =
      key(
          "apps.loomio.bots.api-prefix",
          Types.SEGMENT,
          "v3",
          "The Matrix API version in paths: /_matrix/client/<prefix>/.");
  static final Key<Set<String>> BOTS_ALLOWED_SERVERS =
      key(
          "apps.loomio.bots.allowed-servers",
          Types.SERVERS,
          null,
          "The Matrix servers that may be posted to; not set: every https one, and http on this machine.");
  static final Key<Duration> BOTS_TIMEOUT =
      key(
          "apps.loomio.bots.timeout",
          Types.span("100ms", "5m"),
          "10s",
          "How long one request to a Matrix server may take.");
  static final Key<Integer> BOTS_MAX_ATTEMPTS =
      key(
          "apps.loomio.bots.max-attempts",
          Types.whole(1, 20),
          "5",
          "How often one request is tried in all.");
  static final Key<Duration> BOTS_MAX_RETRY_DELAY =
      key(
          "apps.loomio.bots.max-retry-delay",
          Types.span("1ms", "1h"),
          "1m",
          "The longest pause before a retry.");
  static final Key<Integer> BOTS_CACHE_SIZE =
      key(
          "apps.loomio.bots.cache-size",
          Types.whole(0, 100_000),
          "1000",
          "How many room aliases are remembered.");
  static final Key<Duration> BOTS_CACHE_IDLE =
      key(
          "apps.loomio.bots.cache-idle",
          Types.span("1s", "7d"),
          "30m",
          "How long an alias that nobody posts to is remembered.");
  static final Key<Duration> BOTS_CLAIM_LIFETIME =
      key(
          "apps.loomio.bots.claim-lifetime",
          Types.span("10s", "1d"),
          "70s",
          "How long the claim of a node on a message is kept, so that it is posted once.");
  static final Key<Integer> BOTS_QUEUE =
      key(
          "apps.loomio.bots.queue",
          Types.whole(1, 1_000_000),
          "1000",
          "How many messages may wait per Matrix server.");
  static final Key<Integer> BOTS_CONCURRENCY =
      key(
          "apps.loomio.bots.concurrency",
          Types.whole(1, 100),
          "4",
          "How many requests run at once per Matrix server.");
  static final Key<Integer> BOTS_MAX_SERVERS =
      key(
          "apps.loomio.bots.max-servers",
          Types.whole(1, 10_000),
          "100",
          "How many Matrix servers may have messages waiting at once.");
  static final Key<Long> BOTS_MAX_MESSAGE =
      key(
          "apps.loomio.bots.max-message",
          Types.size("1KiB", "16MiB"),
          "256KiB",
          "The longest message taken from the broker.");
  static final Key<Duration> BOTS_DRAIN =
      key(
          "apps.loomio.bots.drain",
          Types.span("0s", "10m"),
          "5s",
          "How long a stop waits for messages that are being posted.");

  static {
    ALL.addAll(ToggoKeys.all());
  }

  static final Key<Integer> ECLIPSE_PORT =
      key("apps.eclipse.port", Types.PORT, "8080", "The port for clients.");
  static final Key<String> ECLIPSE_BIND =
      key("apps.eclipse.bind", Types.BIND, "0.0.0.0", "The address for clients.");
  static final Key<Set<String>> ECLIPSE_ORIGINS =
      key("apps.eclipse.allowed-origins", Types.ORIGINS, "*", "The web origins that may connect.");
  static final Key<Secret> ECLIPSE_JWT_SECRET =
      key(
          "apps.eclipse.jwt-secret",
          Types.SECRET,
          null,
          "The secret that the web app signs tokens with; required.");
  static final Key<URI> ECLIPSE_API_URL =
      key("apps.eclipse.api-url", Types.HTTP_URL, "http://localhost:3000", "Where the web app is.");
  static final Key<Secret> ECLIPSE_API_SECRET =
      key(
          "apps.eclipse.api-secret",
          Types.SECRET,
          null,
          "What shows the web app that a call comes from the gateway; required.");
  static final Key<Duration> ECLIPSE_API_TIMEOUT =
      key(
          "apps.eclipse.api-timeout",
          Types.span("100ms", "5m"),
          "10s",
          "How long a call to the web app may take, and how long one may wait for its turn.");
  static final Key<Integer> ECLIPSE_API_CONCURRENCY =
      key(
          "apps.eclipse.api-concurrency",
          Types.whole(1, 10_000),
          "64",
          "How many calls to the web app run at once.");
  static final Key<Duration> ECLIPSE_PATIENCE =
      key(
          "apps.eclipse.patience",
          Types.span("0s", "5m"),
          "10s",
          "How long a client is held while the broker is not ready, before it has to try again.");
  static final Key<Boolean> ECLIPSE_ROLE_RULES =
      key(
          "apps.eclipse.role-rules",
          Types.FLAG,
          "true",
          "Whether clients that are not logged in may speak as USER only.");
  static final Key<Boolean> ECLIPSE_CLOSE_ON_EXPIRY =
      key(
          "apps.eclipse.close-on-expiry",
          Types.FLAG,
          "true",
          "Whether a connection ends with its token.");
  static final Key<Boolean> ECLIPSE_HEALTH_DETAILS =
      key(
          "apps.eclipse.health-details",
          Types.FLAG,
          "true",
          "Whether the health page lists chats and memory.");
  static final Key<Long> ECLIPSE_MAX_MESSAGE =
      key(
          "apps.eclipse.max-message",
          Types.size("1KiB", "64MiB"),
          "1MiB",
          "The longest message taken from the broker.");
  static final Key<Long> ECLIPSE_MAX_PAYLOAD =
      key(
          "apps.eclipse.max-payload",
          Types.size("1KiB", "64MiB"),
          "64KiB",
          "The largest message from a client.");
  static final Key<Integer> ECLIPSE_MAX_CONNECTIONS =
      key(
          "apps.eclipse.max-connections",
          Types.whole(1, 10_000_000),
          "20000",
          "How many connections there may be.");
  static final Key<Integer> ECLIPSE_MAX_CONNECTIONS_PER_CHAT =
      key(
          "apps.eclipse.max-connections-per-chat",
          Types.whole(0, 1_000_000),
          "0",
          "How many connections one chat may have on this node; 0: no limit.");
  static final Key<Duration> ECLIPSE_PING_INTERVAL =
      key("apps.eclipse.ping-interval", Types.span("100ms", "1h"), "30s", "Time between pings.");
  static final Key<Duration> ECLIPSE_PING_TIMEOUT =
      key(
          "apps.eclipse.ping-timeout",
          Types.span("100ms", "1h"),
          "30s",
          "How long a client may take to answer a ping.");
  static final Key<Long> ECLIPSE_MAX_OUTBOUND =
      key(
          "apps.eclipse.max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  static final Key<Integer> ECHO_PORT =
      key("apps.echo.port", Types.PORT, "3000", "The port for clients.");
  static final Key<String> ECHO_BIND =
      key("apps.echo.bind", Types.BIND, "0.0.0.0", "The address for clients.");
  static final Key<String> ECHO_PATH =
      key("apps.echo.path", Types.PATH, "/socket.io/", "The Socket.IO path.");
  static final Key<Set<String>> ECHO_ORIGINS =
      key("apps.echo.allowed-origins", Types.ORIGINS, "*", "The web origins that may connect.");
  static final Key<Duration> ECHO_PING_INTERVAL =
      key("apps.echo.ping-interval", Types.span("100ms", "1h"), "25s", "Time between pings.");
  static final Key<Duration> ECHO_PING_TIMEOUT =
      key(
          "apps.echo.ping-timeout",
          Types.span("100ms", "1h"),
          "20s",
          "How long a client may take to answer a ping.");
  static final Key<Duration> ECHO_CONNECT_TIMEOUT =
      key(
          "apps.echo.connect-timeout",
          Types.span("100ms", "1h"),
          "45s",
          "How long a client may take to join a namespace.");
  static final Key<Long> ECHO_MAX_PAYLOAD =
      key(
          "apps.echo.max-payload",
          Types.size("1KiB", "64MiB"),
          "1000000",
          "The largest message from a client.");
  static final Key<Duration> ECHO_RECOVERY_WINDOW =
      key(
          "apps.echo.recovery-window",
          Types.span("0s", "1d"),
          "0s",
          "How long a lost client may return and miss nothing; 0: off.");
  static final Key<Long> ECHO_MAX_OUTBOUND =
      key(
          "apps.echo.max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  /// Returns the whole catalogue, in the order of the documentation.
  static List<Key<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  private Keys() {}

  private static <T> Key<T> key(
      String name, Type<T> type, @Nullable String fallback, String meaning) {
    var key = new Key<>(name, type, fallback, meaning);
    ALL.add(key);
    return key;
  }
}
