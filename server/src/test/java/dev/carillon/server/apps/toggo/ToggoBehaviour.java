package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.server.apps.toggo.ToggoSettings.Collapse;
import dev.carillon.server.apps.toggo.ToggoSettings.Snapshot;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.support.RawSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Toggo's clients and services see, whatever carries the messages.
abstract class ToggoBehaviour {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final List<AutoCloseable> open = new ArrayList<>();

  /// Says what carries messages and state.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  // ---- what clients say ----

  @Test
  void aFollowerHearsOfItsTripAndOfNoOther() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("t1").follow("t2");
    ToggoClient ben = client(tower).follow("t3");

    tower.publish("trip:t1", "{'topic':'comment.created'}");
    tower.publish("trip:t2", "{'topic':'comment.deleted'}");
    tower.publish("trip:t4", "{'topic':'comment.updated'}");
    tower.passWindow();

    assertThat(List.of(ann.hear(), ann.hear()))
        .containsExactlyInAnyOrder(
            events("200", event("comment.created", "t1")),
            events("200", event("comment.deleted", "t2")));
    ann.hearsNothing();
    ben.hearsNothing();
  }

  @Test
  void whoUnsubscribesHearsNoMoreHoweverOftenItSubscribed() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("t1").follow("t1");
    ToggoClient ben = client(tower).follow("t1");

    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();
    ann.hears(events("200", event("a.created", "t1"))).hearsNothing();
    ben.hears(events("200", event("a.created", "t1")));

    ann.unfollow("t1").unfollow("t1").unfollow("t2");
    tower.publish("trip:t1", "{'topic':'b.created'}").passWindow();
    ben.hears(events("400", event("b.created", "t1")));
    ann.hearsNothing();
  }

  @Test
  void aPingIsAnsweredWithTheTime() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower);

    tower.pass(Duration.ofMillis(250));
    ann.say("{'type':'ping'}");

    RawSocket.Frame frame = ann.raw().readFrame();
    assertThat(frame.first()).isEqualTo(0x81);
    assertThat(frame.text())
        .isEqualTo("{\"type\":\"pong\",\"timestamp\":\"2023-11-14T22:30:00.25Z\"}");
  }

  @Test
  void binaryFramesAreHeardTooAndAnsweredInText() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).sayBinary("{'type':'subscribe','trip_id':'t1'}");
    ann.sayBinary(" { 'trip_id' : null , 'type' : 'ping' } ");
    ann.hears("{'type':'pong','timestamp':'2023-11-14T22:30:00Z'}");

    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    ann.hears(events("200", event("a.created", "t1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{'type':null}",
        "{'type':'SUBSCRIBE','trip_id':'t1'}",
        "{'type':'hello','trip_id':'t1','more':{'a':[1,{}]}}",
        "{'type':'subscribe'}",
        "{'type':'subscribe','trip_id':''}",
        "{'type':'subscribe','trip_id':null}",
        "{'type':'unsubscribe','trip_id':''}",
        "{'trip_id':'t1'}"
      })
  void whatMeansNothingIsIgnored(String json) {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).say(json).hearsNothing();

    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    ann.hearsNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "hello",
        "[]",
        "7",
        "true",
        "'ping'",
        "{'type':7}",
        "{'type':['ping']}",
        "{'type':'ping','trip_id':7}",
        "{'type':'subscribe','trip_id':{}}",
        "{'type':'ping',}",
        "{type:'ping'}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{'type':'ping','x':"
            + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void whatIsNotUnderstoodEndsItsConnectionWithAnEmptyCloseFrame(String rubbish) {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient bystander = client(tower);
    ToggoClient text = client(tower).say(rubbish);
    ToggoClient binary = client(tower).sayBinary(rubbish);

    assertThat(text.raw().read(2)).containsExactly(0x88, 0);
    assertThat(binary.raw().read(2)).containsExactly(0x88, 0);
    bystander.hearsNothing();
  }

  @Test
  void binaryRubbishEndsItsConnectionAlone() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient bystander = client(tower);
    var random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] rubbish = new byte[1 + random.nextInt(200)];
      random.nextBytes(rubbish);
      rubbish[0] = (byte) 0xC3; // followed by anything, never JSON
      ToggoClient client = client(tower);
      client.raw().sendBinary(rubbish);
      assertThat(client.raw().read(2)).containsExactly(0x88, 0);
    }
    bystander.hearsNothing();
  }

  @Test
  void aMessageMayHave64KiBAndNotOneByteMore() {
    ToggoTower tower = tower(TestSettings.defaults());
    String longest = "{'type':'ping','x':'" + "x".repeat(65_536 - 22) + "'}";
    assertThat(longest).hasSize(65_536);

    client(tower).say(longest).hears("{'type':'pong','timestamp':'2023-11-14T22:30:00Z'}");
    ToggoClient over = client(tower).say(longest + " ");

    assertThat(over.raw().readFrame().closeCode()).isEqualTo(1009);
  }

  @Test
  void whatIsRefusedIsTold() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower);
    String time = "','timestamp':'2023-11-14T22:30:00Z'}";

    ann.say("{'type':'subscribe','trip_id':'" + "x".repeat(257) + "'}")
        .hears("{'type':'error','error':'trip_id too long" + time);
    ann.say("{'type':'subscribe','trip_id':'\\ud83d'}")
        .hears("{'type':'error','error':'trip_id not usable" + time);
    for (int i = 1; i <= 5; i++) {
      ann.follow("t" + i);
    }
    ann.say("{'type':'subscribe','trip_id':'t6'}")
        .hears("{'type':'error','error':'too many trips" + time);
    ann.unfollow("t1").follow("t6").follow("t2");
    tower.publish("trip:t6", "{'topic':'a.created'}").passWindow();

    ann.hears(events("200", event("a.created", "t6")));
  }

  @Test
  void idsMeanNothingButThemselves() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient all = client(tower).follow("*").follow("t?").follow("t[12]");
    ToggoClient odd = client(tower).follow("\\u0000\\r\\n ☃ \\ud83d\\ude00");

    tower.publish("trip:t1", "{'topic':'a.created'}");
    tower.publish("trip:\0\r\n ☃ \uD83D\uDE00", "{'topic':'b.created'}");
    tower.publish("trip:*", "{'topic':'c.created'}").passWindow();

    all.hears(events("200", event("c.created", "*"))).hearsNothing();
    odd.hears(events("200", event("b.created", "\\u0000\\r\\n ☃ \uD83D\uDE00"))).hearsNothing();
  }

  // ---- what services publish ----

  @Test
  void anEventArrivesWithItsEightMembersAndNoOthers() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("5b2e");

    tower
        .publish(
            "trip:5b2e",
            "{'secret':[1],'id':'8f1c','topic':'poll.vote_added','trip_id':'5b2e','entity_id':'77aa',"
                + "'actor_id':'19cd','actor_name':'Ann','data':{'poll_id':'456','n':1.0e2, 'votes':[ ]},"
                + "'timestamp':'2026-02-03T10:30:00.5Z','v':2}")
        .passWindow();

    ann.hears(
        "{'type':'events','events':[{'id':'8f1c','topic':'poll.vote_added','trip_id':'5b2e',"
            + "'entity_id':'77aa','actor_id':'19cd','actor_name':'Ann',"
            + "'data':{'poll_id':'456','n':1.0e2, 'votes':[ ]},'timestamp':'2026-02-03T10:30:00.5Z'}],"
            + "'timestamp':'2023-11-14T22:30:00.2Z'}");
  }

  @Test
  void rubbishOnAChannelReachesNobodyAndStopsNothing() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("t1");

    tower.publish("trip:t1", "", "null", "[]", "{", "{'topic':1}", "{}", "{'topic':'a'} x");
    tower.publish("trip:t1", "{'topic':'a','data':" + "[".repeat(200) + "]".repeat(200) + "}");
    tower.publish("trip:t1", "{'topic':'a','data':'" + "x".repeat(1024 * 1024) + "'}");
    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    ann.hears(events("200", event("a.created", "t1"))).hearsNothing();
    assertThat(tower.badInputs())
        .containsExactly(
            "broker malformed",
            "broker not-an-object",
            "broker not-an-object",
            "broker malformed",
            "broker field",
            "broker no-topic",
            "broker malformed",
            "broker too-deep",
            "broker too-big");
  }

  @Test
  void anEventThatNamesAnotherTripGoesWhereTheRuleSays() {
    String event = "{'topic':'a.created','trip_id':'named'}";
    for (TripMismatch rule : TripMismatch.values()) {
      ToggoTower tower = tower(TestSettings.with(TestSettings.intake(rule)));
      ToggoClient channel = client(tower).follow("channel");
      ToggoClient named = client(tower).follow("named");

      tower.publish("trip:channel", event).passWindow();

      switch (rule) {
        case CHANNEL -> channel.hears(events("200", event("a.created", "channel")));
        case PAYLOAD -> named.hears(events("200", event("a.created", "named")));
        case REFUSE -> assertThat(tower.badInputs()).containsExactly("broker trip-mismatch");
      }
      channel.hearsNothing();
      named.hearsNothing();
    }
  }

  @Test
  void topicsThatAreNotKnownAreRelayedOrNot() {
    for (TopicCheck check : TopicCheck.values()) {
      ToggoTower tower =
          tower(TestSettings.with(TestSettings.intake(false, TripMismatch.CHANNEL, check)));
      ToggoClient ann = client(tower).follow("t1");

      tower.publish("trip:t1", "{'topic':'bus.missed'}", "{'topic':'comment.liked'}").passWindow();

      String known = event("comment.liked", "t1");
      ann.hears(
          check == TopicCheck.REFUSE
              ? events("200", known)
              : events("200", event("bus.missed", "t1"), known));
      assertThat(tower.badInputs())
          .isEqualTo(check == TopicCheck.OFF ? List.of() : List.of("broker topic"));
    }
  }

  @Test
  void aPatternServesFollowersJustAsWell() {
    ToggoTower tower =
        tower(TestSettings.with(TestSettings.intake(true, TripMismatch.CHANNEL, TopicCheck.OFF)));
    ToggoClient ann = client(tower).follow("t1");

    // The second one would be counted as bad if anybody read it.
    tower.publish("trip:t1", "{'topic':'a.created'}").publish("trip:t2", "{").passWindow();

    ann.hears(events("200", event("a.created", "t1"))).hearsNothing();
    assertThat(tower.badInputs()).isEmpty();
  }

  // ---- batches ----

  @Test
  void theFirstEventOpensAWindowAndTheLastOneIsAsLateAsIt() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("t1");

    tower.pass(Duration.ofMillis(150)); // a ticker of 200 ms would go off in the midst of the batch
    tower.publish("trip:t1", "{'topic':'a.created'}").pass(Duration.ofMillis(100));
    tower.publish("trip:t1", "{'topic':'b.created'}").pass(Duration.ofMillis(100));

    ann.hears(events("350", event("a.created", "t1"), event("b.created", "t1")));
    tower.pass(Duration.ofMillis(50));
    tower.publish("trip:t1", "{'topic':'c.created'}").passWindow();
    ann.hears(events("600", event("c.created", "t1"))).hearsNothing();
  }

  @Test
  void statesCollapseAndEventsDoNot() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient ann = client(tower).follow("t1");

    tower
        .publish(
            "trip:t1",
            "{'topic':'poll.updated','entity_id':'p','data':1}",
            "{'topic':'comment.created','entity_id':'c','data':2}",
            "{'topic':'poll.updated','entity_id':'q','data':3}",
            "{'topic':'comment.created','entity_id':'c','data':4}",
            "{'topic':'poll.updated','entity_id':'p','data':5}",
            "{'topic':'membership.added','entity_id':'u','data':6}",
            "{'topic':'membership.added','entity_id':'u','data':7}",
            "{'topic':'poll.deleted','entity_id':'p','data':8}",
            "{'topic':'poll.deleted','entity_id':'p','data':9}")
        .passWindow();

    assertThat(ann.hear().replaceAll("'data':(\\d)", "<$1>"))
        .containsSubsequence("<2>", "<3>", "<4>", "<5>", "<6>", "<7>", "<8>", "<9>")
        .doesNotContain("<1>");
  }

  @Test
  void aFullBatchLeavesAtOnceInOrderAndNothingIsLost() {
    ToggoTower tower = tower(TestSettings.with(TestSettings.batching(3, 10_000, Collapse.OFF)));
    ToggoClient ann = client(tower).follow("t1");

    tower.publish("trip:t1", topics(1, 7));

    ann.hears(events("0", event("n1", "t1"), event("n2", "t1"), event("n3", "t1")));
    ann.hears(events("0", event("n4", "t1"), event("n5", "t1"), event("n6", "t1")));
    ann.hearsNothing();
    tower.passWindow();
    ann.hears(events("200", event("n7", "t1"))).hearsNothing();
  }

  @Test
  void aBatchThatIsLargeEnoughLeavesBeforeItIsTooLarge() {
    ToggoTower tower = tower(TestSettings.with(TestSettings.batching(1000, 1000, Collapse.OFF)));
    ToggoClient ann = client(tower).follow("t1");
    String half = "{'topic':'half','data':'" + "x".repeat(500) + "'}";

    tower.publish("trip:t1", "{'topic':'n1'}", half, half, "{'topic':'n4'}");
    assertThat(ann.hear()).containsSubsequence("'n1'", "'half'").doesNotContain("n4");
    tower.passWindow();
    assertThat(ann.hear()).containsSubsequence("'half'", "'n4'");
    tower.publish("trip:t1", "{'topic':'huge','data':'" + "x".repeat(5000) + "'}");
    assertThat(ann.hear()).contains("huge");
    ann.hearsNothing();
  }

  @Test
  void aThousandEventsInOneWindowReachAllFollowersInOneMessageInOrder() {
    ToggoTower tower = tower(TestSettings.defaults());
    List<ToggoClient> all = new ArrayList<>();
    for (int i = 0; i < followers(); i++) {
      all.add(client(tower).follow("t1"));
    }

    tower.publish("trip:t1", topics(1, 1000)).passWindow();

    String[] events = new String[1000];
    for (int i = 0; i < events.length; i++) {
      events[i] = event("n" + (i + 1), "t1");
    }
    String expected = events("200", events);
    all.forEach(client -> assertThat(client.hear().equals(expected)).isTrue());
    all.forEach(ToggoClient::hearsNothing);
  }

  int followers() {
    return 100;
  }

  // ---- snapshots ----

  @Test
  void aNewFollowerFirstGetsWhatIsLatest() {
    ToggoTower tower = tower(TestSettings.with(snapshot(100, 10_000)));
    tower.publish(
        "trip:t1",
        "{'topic':'poll.updated','entity_id':'p','data':1}",
        "{'topic':'comment.created','entity_id':'c','data':2}");
    tower.passWindow();
    tower.publish("trip:t2", "{'topic':'other.created','data':0}");
    tower.publish("trip:t1", "{'topic':'poll.updated','entity_id':'p','data':3}").passWindow();
    ToggoClient early = client(tower).say("{'type':'subscribe','trip_id':'t1'}");
    assertThat(early.hear()).containsSubsequence("comment.created", "'data':3");

    tower.publish("trip:t1", "{'topic':'late.created','data':4}");
    ToggoClient late = client(tower).say("{'type':'subscribe','trip_id':'t1'}");
    String latest = late.hear();
    tower.passWindow();

    assertThat(latest)
        .startsWith("{'type':'events','events':[{'id':'','topic':'comment.created',")
        .contains("'data':2", "'data':3")
        .doesNotContain("'data':1", "'data':4", "'data':0");
    assertThat(late.hear()).contains("'data':4").doesNotContain("'data':3");
    assertThat(early.hear()).contains("'data':4").doesNotContain("'data':3");
    late.say("{'type':'subscribe','trip_id':'t1'}").hearsNothing();
  }

  @Test
  void whatIsLatestHasItsLimits() {
    ToggoTower tower = tower(TestSettings.with(snapshot(3, 10_000)));
    tower.publish("trip:t1", topics(1, 5)).passWindow();
    ToggoClient ann = client(tower).say("{'type':'subscribe','trip_id':'t1'}");
    assertThat(ann.hear()).containsSubsequence("n3", "n4", "n5").doesNotContain("n1", "n2");

    tower.pass(Duration.ofMinutes(11));
    client(tower).follow("t1");
    tower.publish("trip:t2", topics(1, 5)).passWindow();
    tower.pass(Duration.ofMinutes(10));
    assertThat(client(tower).say("{'type':'subscribe','trip_id':'t2'}").hear()).contains("n5");
  }

  @Test
  void betweenWhatIsLatestAndWhatComesNothingIsLostOrSentTwice() throws Exception {
    ToggoTower tower = tower(TestSettings.with(snapshot(1000, 1_000_000)));
    tower.publish("trip:t1", "{'topic':'n0'}").passWindow();
    Thread publishing =
        Thread.startVirtualThread(() -> {
          for (int i = 1; i <= 400; i++) {
            tower.publish("trip:t1", topics(i, i));
            tower.clock().advance(Duration.ofMillis(50));
          }
        });
    List<ToggoClient> clients = new ArrayList<>();
    while (publishing.isAlive() && clients.size() < 100) {
      clients.add(client(tower).say("{'type':'subscribe','trip_id':'t1'}"));
    }
    publishing.join();
    tower.passWindow();

    for (ToggoClient client : clients) {
      List<Integer> got = new ArrayList<>();
      while (got.isEmpty() || got.getLast() < 400) {
        var topics = Pattern.compile("'topic':'n(\\d+)'").matcher(client.hear());
        while (topics.find()) {
          got.add(Integer.parseInt(topics.group(1)));
        }
      }
      assertThat(got).hasSize(401).isSorted().doesNotHaveDuplicates();
    }
  }

  // ---- helpers ----

  final ToggoTower tower(ToggoSettings settings) {
    var tower = new ToggoTower(carriedBy(Gateway.builder()), settings);
    open.add(tower);
    return tower;
  }

  final ToggoClient client(ToggoTower tower) {
    ToggoClient client = tower.client();
    open.add(client);
    return client;
  }

  static Snapshot snapshot(int events, int bytes) {
    return new Snapshot(events, bytes * 100, Duration.ofMinutes(10), 64 * 1024 * 1024);
  }

  static String[] topics(int from, int to) {
    String[] topics = new String[to - from + 1];
    for (int i = 0; i < topics.length; i++) {
      topics[i] = "{'topic':'n" + (from + i) + "'}";
    }
    return topics;
  }

  static String event(String topic, String trip) {
    return "{'id':'','topic':'"
        + topic
        + "','trip_id':'"
        + trip
        + "','data':null,'timestamp':'"
        + NEVER
        + "'}";
  }

  /// @param millis when, since the start of the test's clock: half past ten in the evening
  static String events(String millis, String... events) {
    String fraction = Integer.parseInt(millis) == 0 ? "" : ("." + millis).replaceAll("0+$", "");
    return "{'type':'events','events':["
        + String.join(",", events)
        + "],'timestamp':'2023-11-14T22:30:00"
        + fraction
        + "Z'}";
  }
}
