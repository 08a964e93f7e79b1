package dev.carillon.server.apps.toggo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.auth.JwtSigner;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Interest;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import dev.carillon.support.RawSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who comes in, who stays, and who may listen.
class ToggoAccessTest {
  private static final String ANN = "5b2e0d4c-0000-4000-8000-0123456789ab";
  private static final String BEN = "6c3f1e5d-1111-4111-9111-123456789abc";
  private static final String NO_TOKEN =
      "{\"statusCode\":401,\"message\":\"Missing authentication token\"}";
  private static final String BAD_TOKEN = "{\"statusCode\":401,\"message\":\"Invalid token\"}";

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void withAuthOffTokensAreNotLookedAt() {
    ToggoTower tower = tower(TestSettings.defaults());

    upgraded(tower, "/ws?token=rubbish", "Authorization: Bearer rubbish");
  }

  @Test
  void whereATokenIsRequiredNobodyComesInWithoutAGoodOne() {
    ToggoTower tower = tower(TestSettings.with(Auth.REQUIRED, null));
    String good = token(tower, Map.of("sub", ANN), TestSettings.KEY);
    String foreign = token(tower, Map.of("sub", ANN), new Secret("another key"));
    String nameless = token(tower, Map.of("user_id", ANN), TestSettings.KEY);
    String named = token(tower, Map.of("sub", "ann"), TestSettings.KEY);

    assertThat(refusal(tower, "/ws")).isEqualTo(NO_TOKEN);
    assertThat(refusal(tower, "/ws?token=")).isEqualTo(NO_TOKEN);
    assertThat(refusal(tower, "/ws", "Authorization: Basic YTpi")).isEqualTo(NO_TOKEN);
    for (String bad : new String[] {"rubbish", foreign, nameless, named, good + "x"}) {
      assertThat(refusal(tower, "/ws?token=" + bad)).isEqualTo(BAD_TOKEN);
      assertThat(refusal(tower, "/ws", "Authorization: Bearer " + bad)).isEqualTo(BAD_TOKEN);
    }
    upgraded(tower, "/ws?token=" + good);
    upgraded(tower, "/ws", "Authorization: Bearer " + good);
    upgraded(tower, "/ws?token=rubbish", "Authorization: bearer " + good);
    assertThat(refusal(tower, "/ws?token=" + good, "Authorization: Bearer rubbish"))
        .isEqualTo(BAD_TOKEN);

    tower.pass(Duration.ofHours(1));
    assertThat(refusal(tower, "/ws?token=" + good)).isEqualTo(BAD_TOKEN);
  }

  @Test
  void whereATokenIsOptionalOnlyABadOneIsRefused() {
    ToggoTower tower = tower(TestSettings.with(Auth.OPTIONAL, null));

    upgraded(tower, "/ws").follow("t1");
    upgraded(tower, "/ws?token=" + token(tower, Map.of("sub", ANN), TestSettings.KEY));
    assertThat(refusal(tower, "/ws?token=rubbish")).isEqualTo(BAD_TOKEN);
  }

  @Test
  void aConnectionEndsWithItsToken() {
    ToggoTower tower = tower(TestSettings.with(Auth.OPTIONAL, null));
    ToggoClient ann = briefly(tower).follow("t1");
    ToggoClient nobody = upgraded(tower, "/ws").follow("t1");

    tower.pass(Duration.ofSeconds(29));
    ann.hearsNothing();
    tower.pass(Duration.ofSeconds(2));

    RawSocket.Frame end = ann.raw().readFrame();
    assertThat(end.closeCode()).isEqualTo(4401);
    assertThat(end.text()).endsWith("token expired");
    nobody.hearsNothing();
  }

  @Test
  void aConnectionMayBeLeftToOutliveItsToken() {
    ToggoTower tower = tower(TestSettings.withoutCloseOnExpiry());
    ToggoClient ann = briefly(tower);

    tower.pass(Duration.ofSeconds(31));

    ann.follow("t1").hearsNothing();
  }

  /// A client whose token counts for 30 s.
  private ToggoClient briefly(ToggoTower tower) {
    var signer = new JwtSigner(TestSettings.KEY.bytes(), tower.clock());
    String token = signer.sign(Map.of("sub", ANN), Duration.ofSeconds(30));
    return upgraded(tower, "/ws?token=" + token);
  }

  @Test
  void onlyMembersFollowATrip() {
    var membership =
        new MembersSettings(new MembersSettings.Key("member:{trip}:{user}"), Duration.ofMinutes(1));
    ToggoTower tower = tower(TestSettings.with(Auth.OPTIONAL, membership));
    tower.gateway().store().put("member:t1:" + ANN, "1");
    ToggoClient ann = user(tower, ANN);
    ToggoClient ben = user(tower, BEN);
    ToggoClient nobody = upgraded(tower, "/ws");

    ann.follow("t1");
    ben.say("{'type':'subscribe','trip_id':'t1'}").hears(notAMember(tower));
    nobody.say("{'type':'subscribe','trip_id':'t1'}").hears(notAMember(tower));
    // The place of the user is filled in once, with a user.
    ben.say("{'type':'subscribe','trip_id':'t1:" + ANN + "'}").hears(notAMember(tower));
    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    assertThat(ann.hear()).contains("a.created");
    ben.hearsNothing();
    nobody.hearsNothing();
    tower.gateway().store().put("member:t1:" + BEN, "1");
    tower.pass(Duration.ofSeconds(6));
    ben.follow("t1");
  }

  @Test
  void whereTopicsAreCheckedStrictlyOthersAreNotPublished() {
    var strict = TestSettings.intake(false, TripMismatch.CHANNEL, TopicCheck.REFUSE);
    ToggoTower tower = tower(TestSettings.with(strict));

    assertThat(interest(tower, "trip:t1", "{\"topic\":\"comment.created\"}"))
        .isEqualTo(Interest.HEARD);
    assertThat(interest(tower, "trip:t1", "{\"topic\":\"bus.missed\"}"))
        .isEqualTo(Interest.refused("the topic is not in apps.toggo.topics.known"));
    assertThat(interest(tower, "trip:t1", "{}"))
        .isEqualTo(Interest.refused("not an event of a trip: no-topic"));
    assertThat(interest(tower, "chat:1", "{}")).isEqualTo(Interest.NONE);
  }

  private static Interest interest(ToggoTower tower, String channel, String message) {
    return tower.gateway().interestIn(channel, message.getBytes(UTF_8));
  }

  @Test
  void aRequestThatIsNoUpgradeIsToldSo() {
    ToggoTower tower = tower(TestSettings.defaults());
    RawSocket socket = raw(tower).request("GET", "/ws");

    RawSocket.Response answer = socket.readResponse();

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.header("upgrade")).isEqualTo("websocket");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.text()).isEqualTo("{\"statusCode\":426,\"message\":\"upgrade required\"}");
    assertThat(raw(tower).request("GET", "/other").readResponse().status()).isEqualTo(404);
  }

  @Test
  void pagesOfAnyOriginMayConnectUnlessTheyAreListed() {
    ToggoTower tower = tower(TestSettings.defaults());

    upgraded(tower, "/ws", "Origin: https://anywhere.example");
  }

  @Test
  void aPingGoesOutAfter54SecondsAndWhoDoesNotAnswerIsGoneAfter60() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient silent = upgraded(tower, "/ws");
    ToggoClient alive = upgraded(tower, "/ws");

    tower.pass(Duration.ofSeconds(53));
    silent.hearsNothing();
    tower.pass(Duration.ofSeconds(1));
    assertThat(silent.raw().read(2)).containsExactly(0x89, 0);
    assertThat(alive.raw().read(2)).containsExactly(0x89, 0);
    alive.raw().sendFrame(0x8A, new byte[0]);
    alive.hearsNothing();
    silent.hearsNothing(); // what it says is no pong
    tower.pass(Duration.ofSeconds(6));

    assertThat(silent.raw().isClosedByServer()).isTrue();
    alive.hearsNothing();
  }

  @Test
  void aClientThatDoesNotReadIsClosedAndTheOthersHearOn() {
    ChannelsSettings channels = ToggoApp.channels("/ws").with(to -> to.maxOutbound = 64 * 1024);
    ToggoTower tower = new ToggoTower(Gateway.builder(), TestSettings.defaults(), channels, null);
    open.add(tower);
    ToggoClient slow = new SlowClient(tower.port()).client();
    open.add(slow);
    ToggoClient ann = upgraded(tower, "/ws").follow("t1");
    slow.follow("t1");
    String big = "{'topic':'a.created','data':'" + "x".repeat(500_000) + "'}";

    for (int i = 0; i < 40 && tower.gateway().connections() == 2; i++) {
      tower.publish("trip:t1", big).passWindow();
      assertThat(ann.hear()).contains("a.created");
    }

    assertThat(tower.gateway().connections()).isEqualTo(1);
    ann.hearsNothing();
  }

  /// Has a small receive buffer, so that little fits on the way.
  private record SlowClient(int port) {
    ToggoClient client() {
      RawSocket socket = RawSocket.connect(port, 4096);
      socket.upgrade("/ws");
      return new ToggoClient(socket);
    }
  }

  private ToggoTower tower(ToggoSettings settings) {
    var tower = new ToggoTower(Gateway.builder(), settings);
    open.add(tower);
    return tower;
  }

  private ToggoClient upgraded(ToggoTower tower, String target, String... headers) {
    ToggoClient client = ToggoClient.connectTo(tower.port(), target, headers);
    open.add(client);
    return client.hearsNothing();
  }

  private ToggoClient user(ToggoTower tower, String id) {
    return upgraded(tower, "/ws?token=" + token(tower, Map.of("sub", id), TestSettings.KEY));
  }

  private String refusal(ToggoTower tower, String target, String... headers) {
    RawSocket.Response answer =
        raw(tower).send(RawSocket.upgradeHead(target, headers)).readResponse();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    return answer.text();
  }

  private RawSocket raw(ToggoTower tower) {
    RawSocket socket = RawSocket.connect(tower.port());
    open.add(socket);
    return socket;
  }

  private static String token(ToggoTower tower, Map<String, ?> claims, Secret key) {
    return new JwtSigner(key.bytes(), tower.clock()).sign(claims, Duration.ofHours(1));
  }

  private static String notAMember(ToggoTower tower) {
    return "{'type':'error','error':'not a member of this trip','timestamp':'"
        + tower.clock().now()
        + "'}";
  }
}
