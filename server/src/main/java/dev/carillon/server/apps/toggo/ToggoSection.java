package dev.carillon.server.apps.toggo;

import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.ToggoSettings.Collapse;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.FeedSection;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Type;
import dev.carillon.server.config.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be set about Toggo's trips. Immutable.
public final class ToggoSection extends Settings {
  private static final int MAX_DEPTH = 128;
  private static final int DEFLATE_THRESHOLD = 1024;

  /// A topic, or a star and what topics end with, or what they begin with and a star.
  private static final String TOPIC = "(?:[\\w.-]+\\*?|\\*[\\w.-]+)";

  private static final Type<String> TOPICS =
      Type.text(
          "topics such as poll.created, *.updated or poll.*, separated by commas",
          Pattern.compile(TOPIC + "(?:\\s*,\\s*" + TOPIC + ")*"));

  private static final Type<String> MEMBERSHIP_URL =
      Type.text(
          "an http or https URL with {trip} and {user} behind its host",
          template("https?://[\\w.:\\[\\]-]+/", "[\\w.~/?&=;:@!$'()*+,-]"));

  private static final Type<String> MEMBERSHIP_KEY =
      Type.text("a name with {trip} and {user} in it", template("", "[^\\s{}]"));

  /// What a node asks the broker for.
  enum Subscriptions {
    EXACT,
    PATTERN
  }

  final int port = about("The port for clients.").port("port", "8000");
  final String bind = about("The address for clients.").bind("bind", "0.0.0.0");
  final String path = about("The path of the WebSocket.").path("path", "/ws");
  final Set<String> allowedOrigins =
      about("The web origins that may connect.").origins("allowed-origins", "*");
  final Auth auth =
      about("Whether clients have to show a token.").choice("auth", Auth.class, "off");
  final @Nullable Secret jwtSecret =
      about("The secret that tokens are signed with; required unless auth and the feed are off.")
          .secret("jwt-secret");
  final boolean closeOnExpiry =
      about("Whether a connection ends with its token.").flag("close-on-expiry", "true");
  final @Nullable String membershipUrl =
      about("Who is asked whether a trip is a user's; not set: nobody, unless there is a key.")
          .optional("membership.url", MEMBERSHIP_URL);
  final @Nullable Secret membershipSecret =
      about("The bearer token that goes to membership.url.").secret("membership.secret");
  final @Nullable String membershipKey =
      about("The key in the store that exists for each member, instead of membership.url.")
          .optional("membership.key", MEMBERSHIP_KEY);
  final Duration membershipTimeout =
      about("How long one answer may take, waiting for its turn not included.")
          .span("membership.timeout", "100ms", "1m", "3s");
  final Duration membershipCache =
      about("How long a yes counts; a no counts 5s at most.")
          .span("membership.cache", "0s", "1h", "1m");
  final int membershipConcurrency =
      about("How many calls of membership.url run at once.")
          .whole("membership.concurrency", 1, 1000, "16");
  final Duration batchWindow =
      about("How long events of a trip are put together, from the first one on.")
          .span("batch.window", "0s", "10s", "200ms");
  final int batchEvents =
      about("At so many events a batch leaves early.").whole("batch.events", 1, 100_000, "5000");
  final int batchBytes =
      about("At so many bytes of events a batch leaves early.")
          .bytes("batch.bytes", "1KiB", "64MiB", "1MiB");
  final Collapse collapse =
      about("Which events of a batch are replaced by later ones.")
          .choice("collapse", Collapse.class, "states");
  final List<String> collapseTopics =
      about("The topics of events that are states.")
          .list(
              "collapse-topics",
              TOPICS,
              "*.updated,poll.vote_added,poll.vote_removed,poll.ranking_submitted");
  final TripMismatch tripMismatch =
      about("Where an event goes that names another trip than its channel.")
          .choice("trip-mismatch", TripMismatch.class, "channel");
  final TopicCheck topicsCheck =
      about("What becomes of events whose topic is not in topics.known.")
          .choice("topics.check", TopicCheck.class, "off");
  final List<String> topicsKnown =
      about("The topics that there are, for topics.check.")
          .list(
              "topics.known",
              TOPICS,
              "poll.created,poll.updated,poll.deleted,poll.vote_added,poll.vote_removed,poll.ranking_submitted,trip.created,trip.updated,trip.deleted,membership.added,membership.removed,membership.updated,comment.created,comment.updated,comment.deleted,file.uploaded,file.deleted,notification.sent,activity.created,category.created");
  final Subscriptions subscriptions =
      about("Whether a node subscribes to the trips that its clients follow, or to all at once.")
          .choice("subscriptions", Subscriptions.class, "exact");
  final boolean snapshot =
      about("Whether new followers get the latest events of their trip first.")
          .flag("snapshot", "false");
  final int snapshotEvents =
      about("How many events of one trip are kept for that.")
          .whole("snapshot-events", 1, 10_000, "100");
  final int snapshotBytes =
      about("The memory for those of one trip.").bytes("snapshot-bytes", "1KiB", "16MiB", "64KiB");
  final Duration snapshotAge =
      about("How long they are kept.").span("snapshot-age", "1s", "1d", "10m");
  final long snapshotMemory =
      about("The memory for those of all trips; the trips that are quiet longest go first.")
          .size("snapshot-memory", "1MiB", "16GiB", "64MiB");
  final int maxTrips =
      about("How many trips one connection may follow.").whole("max-trips", 1, 1_000_000, "1000");
  final int maxMessage =
      about("The longest message taken from the broker.")
          .bytes("max-message", "1KiB", "64MiB", "1MiB");
  final int maxPayload =
      about("The largest message from a client.").bytes("max-payload", "1KiB", "64MiB", "64KiB");
  final int maxConnections =
      about("How many connections there may be; 0: no limit.")
          .whole("max-connections", 0, 10_000_000, "0");
  final int maxConnectionsPerAddress =
      about("How many of them may come from one address; 0: no limit.")
          .whole("max-connections-per-address", 0, 10_000_000, "0");
  final Duration pingInterval =
      about("Time between pings.").span("ping-interval", "100ms", "1h", "54s");
  final Duration pingTimeout =
      about("How long a client may take to answer a ping.")
          .span("ping-timeout", "100ms", "1h", "6s");
  final int maxOutbound =
      about("What may wait to be written to one connection before it is closed as too slow.")
          .bytes("max-outbound", "64KiB", "1GiB", "4MiB");
  final boolean compression =
      about("Whether permessage-deflate is agreed to.").flag("compression", "false");

  /// The activity feed.
  final FeedSection feed =
      part(
          "the activity feed",
          "The activity feed; see `docs/apps/toggo.md`. `feed-members-url` and `feed-members-key` exclude each other.",
          FeedSection::new);

  /// Checks who may listen.
  ToggoSection(Values values) {
    super(values);
    if (membershipUrl != null && membershipKey != null) {
      problem("membership.key", "set together with " + full("membership.url"), "one of the two");
    }
    if (auth == Auth.OFF && (membershipUrl != null || membershipKey != null)) {
      problem(
          "auth", "off, so that nobody knows whose membership to check", "optional or required");
    }
    if (jwtSecret == null && (auth != Auth.OFF || feed.isOn())) {
      missing("jwt-secret", "the secret of the tokens");
    }
  }

  /// Returns how trips are told of.
  ToggoSettings trips() {
    return new ToggoSettings(
        new ToggoSettings.Access(auth, jwtSecret, closeOnExpiry, members()),
        new ToggoSettings.Intake(
            subscriptions == Subscriptions.PATTERN,
            maxMessage,
            MAX_DEPTH,
            tripMismatch,
            topicsCheck,
            new TopicSet(topicsKnown)),
        new ToggoSettings.Batching(
            batchWindow, batchEvents, batchBytes, collapse, new TopicSet(collapseTopics)),
        snapshot
            ? new ToggoSettings.Snapshot(snapshotEvents, snapshotBytes, snapshotAge, snapshotMemory)
            : null,
        maxTrips);
  }

  /// Returns how the endpoint behaves.
  ChannelsSettings channels() {
    return ToggoApp.channels(path)
        .with(to -> {
          to.origins = origins();
          to.pingInterval = pingInterval;
          to.pongTimeout = pingTimeout;
          to.maxMessage = maxPayload;
          to.maxOutbound = maxOutbound;
          to.maxConnections = orUnlimited(maxConnections);
          to.maxConnectionsPerAddress = orUnlimited(maxConnectionsPerAddress);
          to.deflate = compression;
          to.deflateThreshold = DEFLATE_THRESHOLD;
        });
  }

  /// Starts the feed; `null`: it is off.
  @Nullable ToggoFeed startFeed(Services services) {
    if (!feed.isOn() || jwtSecret == null) {
      return null;
    }
    return feed.start(origins(), jwtSecret, services);
  }

  private OriginPolicy origins() {
    return OriginPolicy.of(allowedOrigins);
  }

  private @Nullable MembersSettings members() {
    if (membershipUrl != null) {
      var http =
          new MembersSettings.Http(
              membershipUrl, membershipSecret, membershipTimeout, membershipConcurrency);
      return new MembersSettings(http, membershipCache);
    }
    return membershipKey == null
        ? null
        : new MembersSettings(new MembersSettings.Key(membershipKey), membershipCache);
  }

  private static int orUnlimited(int number) {
    return number == 0 ? Integer.MAX_VALUE : number;
  }

  /// Returns the form of a text with both places in it, in any order and beside such characters only.
  private static Pattern template(String beginning, String character) {
    String places = "(?:" + character + "|\\{trip}|\\{user})*";
    return Pattern.compile(beginning + "(?=.*\\{trip})(?=.*\\{user})" + places);
  }
}
