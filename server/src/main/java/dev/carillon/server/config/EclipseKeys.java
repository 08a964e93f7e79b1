package dev.carillon.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The part of the catalogue that is about the `eclipse` app; see [Keys].
final class EclipseKeys {
  private static final KeyGroup GROUP = new KeyGroup("apps.eclipse.");

  static final Key<Integer> PORT = GROUP.key("port", Types.PORT, "8080", "The port for clients.");
  static final Key<String> BIND =
      GROUP.key("bind", Types.BIND, "0.0.0.0", "The address for clients.");
  static final Key<Set<String>> ORIGINS =
      GROUP.key("allowed-origins", Types.ORIGINS, "*", "The web origins that may connect.");
  static final Key<Secret> JWT_SECRET =
      GROUP.key(
          "jwt-secret",
          Types.SECRET,
          null,
          "The secret that the web app signs tokens with; required.");
  static final Key<URI> API_URL =
      GROUP.key("api-url", Types.HTTP_URL, "http://localhost:3000", "Where the web app is.");
  static final Key<Secret> API_SECRET =
      GROUP.key(
          "api-secret",
          Types.SECRET,
          null,
          "What shows the web app that a call comes from the gateway; required.");
  static final Key<Duration> API_TIMEOUT =
      GROUP.key(
          "api-timeout",
          Types.span("100ms", "5m"),
          "10s",
          "How long a call to the web app may take, and how long one may wait for its turn.");
  static final Key<Integer> API_CONCURRENCY =
      GROUP.key(
          "api-concurrency",
          Types.whole(1, 10_000),
          "64",
          "How many calls to the web app run at once.");
  static final Key<Duration> PATIENCE =
      GROUP.key(
          "patience",
          Types.span("0s", "5m"),
          "10s",
          "How long a client is held while the broker is not ready, before it has to try again.");
  static final Key<Boolean> ROLE_RULES =
      GROUP.key(
          "role-rules",
          Types.FLAG,
          "true",
          "Whether clients that are not logged in may speak as USER only.");
  static final Key<Boolean> CLOSE_ON_EXPIRY =
      GROUP.key("close-on-expiry", Types.FLAG, "true", "Whether a connection ends with its token.");
  static final Key<Boolean> HEALTH_DETAILS =
      GROUP.key(
          "health-details", Types.FLAG, "true", "Whether the health page lists chats and memory.");
  static final Key<Long> MAX_MESSAGE =
      GROUP.key(
          "max-message",
          Types.size("1KiB", "64MiB"),
          "1MiB",
          "The longest message taken from the broker.");
  static final Key<Long> MAX_PAYLOAD =
      GROUP.key(
          "max-payload",
          Types.size("1KiB", "64MiB"),
          "64KiB",
          "The largest message from a client.");
  static final Key<Integer> MAX_CONNECTIONS =
      GROUP.key(
          "max-connections",
          Types.whole(1, 10_000_000),
          "20000",
          "How many connections there may be.");
  static final Key<Integer> MAX_CONNECTIONS_PER_CHAT =
      GROUP.key(
          "max-connections-per-chat",
          Types.whole(0, 1_000_000),
          "0",
          "How many connections one chat may have on this node; 0: no limit.");
  static final Key<Duration> PING_INTERVAL =
      GROUP.key("ping-interval", Types.span("100ms", "1h"), "30s", "Time between pings.");
  static final Key<Duration> PING_TIMEOUT =
      GROUP.key(
          "ping-timeout",
          Types.span("100ms", "1h"),
          "30s",
          "How long a client may take to answer a ping.");
  static final Key<Long> MAX_OUTBOUND =
      GROUP.key(
          "max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");

  /// Returns this part of the catalogue, in the order of the documentation.
  static List<Key<?>> all() {
    return GROUP.all();
  }

  private EclipseKeys() {}
}
