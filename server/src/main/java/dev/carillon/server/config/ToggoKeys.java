package dev.carillon.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The part of the catalogue that is about the `toggo` app; see [Keys].
final class ToggoKeys {
  private static final KeyGroup GROUP = new KeyGroup("apps.toggo.");

  /// A topic, or a star and what topics end with, or what they begin with and a star.
  private static final String TOPIC = "(?:[\\w.-]+\\*?|\\*[\\w.-]+)";

  private static final Type<String> TOPICS =
      TextType.of(
          "topics",
          "topics such as poll.created, *.updated or poll.*, separated by commas",
          TOPIC + "(?:\\s*,\\s*" + TOPIC + ")*");

  private static final Type<String> MEMBERSHIP_TEMPLATE_URL =
      new TextType(
          "URL",
          "an http or https URL with {trip} and {user} behind its host",
          template("https?://[\\w.:\\[\\]-]+/", "[\\w.~/?&=;:@!$'()*+,-]"));

  private static final Type<String> MEMBERSHIP_TEMPLATE_KEY =
      new TextType("key", "a name with {trip} and {user} in it", template("", "[^\\s{}]"));

  static final Key<Integer> PORT = GROUP.key("port", Types.PORT, "8000", "The port for clients.");
  static final Key<String> BIND =
      GROUP.key("bind", Types.BIND, "0.0.0.0", "The address for clients.");
  static final Key<String> PATH =
      GROUP.key("path", Types.PATH, "/ws", "The path of the WebSocket.");
  static final Key<Set<String>> ORIGINS =
      GROUP.key("allowed-origins", Types.ORIGINS, "*", "The web origins that may connect.");
  static final Key<String> AUTH =
      GROUP.key(
          "auth",
          choice("off", "optional", "required"),
          "off",
          "Whether clients have to show a token.");
  static final Key<Secret> JWT_SECRET =
      GROUP.key(
          "jwt-secret",
          Types.SECRET,
          null,
          "The secret that tokens are signed with; required unless auth and the feed are off.");
  static final Key<Boolean> CLOSE_ON_EXPIRY =
      GROUP.key("close-on-expiry", Types.FLAG, "true", "Whether a connection ends with its token.");
  static final Key<String> MEMBERSHIP_URL =
      GROUP.key(
          "membership.url",
          MEMBERSHIP_TEMPLATE_URL,
          null,
          "Who is asked whether a trip is a user's; not set: nobody, unless there is a key.");
  static final Key<Secret> MEMBERSHIP_SECRET =
      GROUP.key(
          "membership.secret", Types.SECRET, null, "The bearer token that goes to membership.url.");
  static final Key<String> MEMBERSHIP_KEY =
      GROUP.key(
          "membership.key",
          MEMBERSHIP_TEMPLATE_KEY,
          null,
          "The key in the store that exists for each member, instead of membership.url.");
  static final Key<Duration> MEMBERSHIP_TIMEOUT =
      GROUP.key(
          "membership.timeout",
          Types.span("100ms", "1m"),
          "3s",
          "How long one answer may take, waiting for its turn not included.");
  static final Key<Duration> MEMBERSHIP_CACHE =
      GROUP.key(
          "membership.cache",
          Types.span("0s", "1h"),
          "1m",
          "How long a yes counts; a no counts 5s at most.");
  static final Key<Integer> MEMBERSHIP_CONCURRENCY =
      GROUP.key(
          "membership.concurrency",
          Types.whole(1, 1000),
          "16",
          "How many calls of membership.url run at once.");
  static final Key<Duration> BATCH_WINDOW =
      GROUP.key(
          "batch.window",
          Types.span("0s", "10s"),
          "200ms",
          "How long events of a trip are put together, from the first one on.");
  static final Key<Integer> BATCH_EVENTS =
      GROUP.key(
          "batch.events",
          Types.whole(1, 100_000),
          "5000",
          "At so many events a batch leaves early.");
  static final Key<Long> BATCH_BYTES =
      GROUP.key(
          "batch.bytes",
          Types.size("1KiB", "64MiB"),
          "1MiB",
          "At so many bytes of events a batch leaves early.");
  static final Key<String> COLLAPSE =
      GROUP.key(
          "collapse",
          choice("states", "all", "off"),
          "states",
          "Which events of a batch are replaced by later ones.");
  static final Key<String> COLLAPSE_TOPICS =
      GROUP.key(
          "collapse-topics",
          TOPICS,
          "*.updated,poll.vote_added,poll.vote_removed,poll.ranking_submitted",
          "The topics of events that are states.");
  static final Key<String> TRIP_MISMATCH =
      GROUP.key(
          "trip-mismatch",
          choice("channel", "payload", "refuse"),
          "channel",
          "Where an event goes that names another trip than its channel.");
  static final Key<String> TOPICS_CHECK =
      GROUP.key(
          "topics.check",
          choice("off", "warn", "refuse"),
          "off",
          "What becomes of events whose topic is not in topics.known.");
  static final Key<String> TOPICS_KNOWN =
      GROUP.key(
          "topics.known",
          TOPICS,
          "poll.created,poll.updated,poll.deleted,poll.vote_added,poll.vote_removed,poll.ranking_submitted,trip.created,trip.updated,trip.deleted,membership.added,membership.removed,membership.updated,comment.created,comment.updated,comment.deleted,file.uploaded,file.deleted,notification.sent,activity.created,category.created",
          "The topics that there are, for topics.check.");
  static final Key<String> SUBSCRIPTIONS =
      GROUP.key(
          "subscriptions",
          choice("exact", "pattern"),
          "exact",
          "Whether a node subscribes to the trips that its clients follow, or to all at once.");
  static final Key<Boolean> SNAPSHOT =
      GROUP.key(
          "snapshot",
          Types.FLAG,
          "false",
          "Whether new followers get the latest events of their trip first.");
  static final Key<Integer> SNAPSHOT_EVENTS =
      GROUP.key(
          "snapshot-events",
          Types.whole(1, 10_000),
          "100",
          "How many events of one trip are kept for that.");
  static final Key<Long> SNAPSHOT_BYTES =
      GROUP.key(
          "snapshot-bytes",
          Types.size("1KiB", "16MiB"),
          "64KiB",
          "The memory for those of one trip.");
  static final Key<Duration> SNAPSHOT_AGE =
      GROUP.key("snapshot-age", Types.span("1s", "1d"), "10m", "How long they are kept.");
  static final Key<Long> SNAPSHOT_MEMORY =
      GROUP.key(
          "snapshot-memory",
          Types.size("1MiB", "16GiB"),
          "64MiB",
          "The memory for those of all trips; the trips that are quiet longest go first.");
  static final Key<Integer> MAX_TRIPS =
      GROUP.key(
          "max-trips",
          Types.whole(1, 1_000_000),
          "1000",
          "How many trips one connection may follow.");
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
          Types.whole(0, 10_000_000),
          "0",
          "How many connections there may be; 0: no limit.");
  static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      GROUP.key(
          "max-connections-per-address",
          Types.whole(0, 10_000_000),
          "0",
          "How many of them may come from one address; 0: no limit.");
  static final Key<Duration> PING_INTERVAL =
      GROUP.key("ping-interval", Types.span("100ms", "1h"), "54s", "Time between pings.");
  static final Key<Duration> PING_TIMEOUT =
      GROUP.key(
          "ping-timeout",
          Types.span("100ms", "1h"),
          "6s",
          "How long a client may take to answer a ping.");
  static final Key<Long> MAX_OUTBOUND =
      GROUP.key(
          "max-outbound",
          Types.size("64KiB", "1GiB"),
          "4MiB",
          "What may wait to be written to one connection before it is closed as too slow.");
  static final Key<Boolean> COMPRESSION =
      GROUP.key("compression", Types.FLAG, "false", "Whether permessage-deflate is agreed to.");

  /// Returns this part of the catalogue, in the order of the documentation.
  static List<Key<?>> all() {
    return GROUP.all();
  }

  private ToggoKeys() {}

  private static Type<String> choice(String... words) {
    String most = String.join(", ", List.of(words).subList(0, words.length - 1));
    return TextType.of("choice", most + " or " + words[words.length - 1], String.join("|", words));
  }

  /// Returns the form of a text with both places in it, in any order and beside such characters only.
  private static Pattern template(String beginning, String character) {
    String places = "(?:" + character + "|\\{trip}|\\{user})*";
    return Pattern.compile(beginning + "(?=.*\\{trip})(?=.*\\{user})" + places);
  }
}
