package dev.carillon.server.matrix;

import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Type;
import dev.carillon.server.config.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be set about the bots. Immutable.
public final class MatrixSettings extends Settings {
  private static final Type<String> SEGMENT =
      Type.text(
          "letters, digits, dots, dashes, at most 32", Pattern.compile("[A-Za-z0-9._~-]{1,32}"));

  public final boolean enabled = about("Whether Matrix bots are served.").flag("enabled", "true");
  public final @Nullable Secret redisUrl =
      about("The Redis server of the bot channels; not set: the same as redis.url.")
          .redisUrl("redis-url");
  final String apiPrefix =
      about("The Matrix API version in paths: /_matrix/client/<prefix>/.")
          .value("api-prefix", SEGMENT, "v3");
  final Set<String> allowedServers =
      about(
              "The Matrix servers that may be posted to; not set: every https one, and http on this machine.")
          .servers("allowed-servers");
  final Duration timeout =
      about("How long one request to a Matrix server may take.")
          .span("timeout", "100ms", "5m", "10s");
  final int maxAttempts =
      about("How often one request is tried in all.").whole("max-attempts", 1, 20, "5");
  final Duration maxRetryDelay =
      about("The longest pause before a retry.").span("max-retry-delay", "1ms", "1h", "1m");
  final int cacheSize =
      about("How many room aliases are remembered.").whole("cache-size", 0, 100_000, "1000");
  final Duration cacheIdle =
      about("How long an alias that nobody posts to is remembered.")
          .span("cache-idle", "1s", "7d", "30m");
  // Not a minute less the margin: texts are repeated by the minute. See the limits in PostClaims.
  final Duration claimLifetime =
      about("How long the claim of a node on a message is kept, so that it is posted once.")
          .span("claim-lifetime", "10s", "1d", "70s");
  final int queue =
      about("How many messages may wait per Matrix server.").whole("queue", 1, 1_000_000, "1000");
  final int concurrency =
      about("How many requests run at once per Matrix server.").whole("concurrency", 1, 100, "4");
  final int maxServers =
      about("How many Matrix servers may have messages waiting at once.")
          .whole("max-servers", 1, 10_000, "100");
  // Matrix refuses events above 64 KiB; this leaves room for JSON escapes.
  final int maxMessage =
      about("The longest message taken from the broker.")
          .bytes("max-message", "1KiB", "16MiB", "256KiB");
  final Duration drain =
      about("How long a stop waits for messages that are being posted.")
          .span("drain", "0s", "10m", "5s");

  public MatrixSettings(Values values) {
    super(values);
  }

  /// Returns what counts when nothing is set.
  public static MatrixSettings defaults() {
    return Settings.of(MatrixSettings::new, Map.of());
  }
}
