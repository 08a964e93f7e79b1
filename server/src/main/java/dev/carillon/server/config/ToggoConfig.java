package dev.carillon.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `toggo` app. Immutable; sizes are bytes.
///
/// @param port the port; 0 takes a free one
/// @param bind the address
/// @param path the path of the WebSocket
/// @param allowedOrigins the web origins that may connect; `*` is every origin
/// @param auth `off`, `optional` or `required`
/// @param jwtSecret the secret that tokens are signed with; `null` only where `auth` is `off`
/// @param closeOnExpiry whether a connection ends with its token
/// @param membership how to know whose trips are whose; `null`: every trip is everybody's
/// @param batch how events are put together
/// @param tripMismatch `channel`, `payload` or `refuse`
/// @param topicsCheck `off`, `warn` or `refuse`
/// @param topicsKnown the topics that there are
/// @param pattern whether all trips are subscribed at once
/// @param snapshot what is kept for new followers; `null`: nothing
/// @param feed the activity feed; `null`: off
/// @param limits what one client, or all of them, may take
public record ToggoConfig(
    int port,
    String bind,
    String path,
    Set<String> allowedOrigins,
    String auth,
    @Nullable Secret jwtSecret,
    boolean closeOnExpiry,
    @Nullable Membership membership,
    Batch batch,
    String tripMismatch,
    String topicsCheck,
    List<String> topicsKnown,
    boolean pattern,
    @Nullable Snapshot snapshot,
    @Nullable ToggoFeedConfig feed,
    Limits limits) {

  /// How to know whose trips are whose. Immutable.
  ///
  /// @param url who is asked; `null`: `key` is set
  /// @param secret sent to that URL; `null`: none
  /// @param key what exists in the store for each member; `null`: `url` is set
  /// @param timeout how long one answer may take
  /// @param cache how long a yes counts
  /// @param concurrency how many calls run at once
  public record Membership(
      @Nullable String url,
      @Nullable Secret secret,
      @Nullable String key,
      Duration timeout,
      Duration cache,
      int concurrency) {}

  /// How events are put together. Immutable.
  ///
  /// @param window from the first event to the departure
  /// @param events at so many events a batch leaves early
  /// @param bytes at so many bytes a batch leaves early
  /// @param collapse `states`, `all` or `off`
  /// @param states the topics of events that are states
  public record Batch(
      Duration window, int events, int bytes, String collapse, List<String> states) {}

  /// What is kept for new followers. Immutable.
  ///
  /// @param events per trip
  /// @param bytes per trip
  /// @param age how long
  /// @param memory for all trips
  public record Snapshot(int events, int bytes, Duration age, long memory) {}

  /// What one client, or all of them, may take. Immutable.
  ///
  /// @param trips how many trips one connection may follow
  /// @param message the longest message from the broker
  /// @param payload the largest message from a client
  /// @param connections how many there may be; 0: no limit
  /// @param connectionsPerAddress how many from one address; 0: no limit
  /// @param pingInterval time between pings
  /// @param pingTimeout how long a client may take to answer one
  /// @param outbound what may wait to be written to one connection
  /// @param compression whether clients may ask for it
  public record Limits(
      int trips,
      int message,
      int payload,
      int connections,
      int connectionsPerAddress,
      Duration pingInterval,
      Duration pingTimeout,
      int outbound,
      boolean compression) {}

  /// @param served whether the app is to be served: then it needs its secret
  static ToggoConfig read(Values values, boolean served) {
    var config =
        new ToggoConfig(
            values.get(ToggoKeys.PORT),
            values.get(ToggoKeys.BIND),
            values.get(ToggoKeys.PATH),
            values.get(ToggoKeys.ORIGINS),
            values.get(ToggoKeys.AUTH),
            values.secret(ToggoKeys.JWT_SECRET),
            values.get(ToggoKeys.CLOSE_ON_EXPIRY),
            membership(values),
            batch(values),
            values.get(ToggoKeys.TRIP_MISMATCH),
            values.get(ToggoKeys.TOPICS_CHECK),
            list(values.get(ToggoKeys.TOPICS_KNOWN)),
            values.get(ToggoKeys.SUBSCRIPTIONS).equals("pattern"),
            snapshot(values),
            ToggoFeedConfig.read(values),
            limits(values));
    config.checkAccess(values, served);
    return config;
  }

  private static @Nullable Membership membership(Values values) {
    var membership =
        new Membership(
            values.find(ToggoKeys.MEMBERSHIP_URL),
            values.secret(ToggoKeys.MEMBERSHIP_SECRET),
            values.find(ToggoKeys.MEMBERSHIP_KEY),
            values.get(ToggoKeys.MEMBERSHIP_TIMEOUT),
            values.get(ToggoKeys.MEMBERSHIP_CACHE),
            values.get(ToggoKeys.MEMBERSHIP_CONCURRENCY));
    if (membership.url != null && membership.key != null) {
      values.problem(
          ToggoKeys.MEMBERSHIP_KEY.name(),
          "set together with " + ToggoKeys.MEMBERSHIP_URL.name(),
          "one of the two");
    }
    return membership.url == null && membership.key == null ? null : membership;
  }

  private static Batch batch(Values values) {
    return new Batch(
        values.get(ToggoKeys.BATCH_WINDOW),
        values.get(ToggoKeys.BATCH_EVENTS),
        Math.toIntExact(values.get(ToggoKeys.BATCH_BYTES)),
        values.get(ToggoKeys.COLLAPSE),
        list(values.get(ToggoKeys.COLLAPSE_TOPICS)));
  }

  private static @Nullable Snapshot snapshot(Values values) {
    var snapshot =
        new Snapshot(
            values.get(ToggoKeys.SNAPSHOT_EVENTS),
            Math.toIntExact(values.get(ToggoKeys.SNAPSHOT_BYTES)),
            values.get(ToggoKeys.SNAPSHOT_AGE),
            values.get(ToggoKeys.SNAPSHOT_MEMORY));
    return values.get(ToggoKeys.SNAPSHOT) ? snapshot : null;
  }

  private static Limits limits(Values values) {
    return new Limits(
        values.get(ToggoKeys.MAX_TRIPS),
        Math.toIntExact(values.get(ToggoKeys.MAX_MESSAGE)),
        Math.toIntExact(values.get(ToggoKeys.MAX_PAYLOAD)),
        values.get(ToggoKeys.MAX_CONNECTIONS),
        values.get(ToggoKeys.MAX_CONNECTIONS_PER_ADDRESS),
        values.get(ToggoKeys.PING_INTERVAL),
        values.get(ToggoKeys.PING_TIMEOUT),
        Math.toIntExact(values.get(ToggoKeys.MAX_OUTBOUND)),
        values.get(ToggoKeys.COMPRESSION));
  }

  private void checkAccess(Values values, boolean served) {
    if (auth.equals("off") && membership != null) {
      values.problem(
          ToggoKeys.AUTH.name(),
          "off, so that nobody knows whose membership to check",
          "optional or required");
    }
    if (auth.equals("off") && feed == null) {
      return;
    }
    String secret = ToggoKeys.JWT_SECRET.name();
    // One that is set and cannot be read is a problem already.
    if (served && jwtSecret == null && values.text(secret + Key.FILE) == null) {
      values.problem(
          secret, "not set", "the secret of the tokens, here or in " + secret + Key.FILE);
    }
  }

  private static List<String> list(String text) {
    return List.of(text.split("\\s*,\\s*", -1));
  }
}
