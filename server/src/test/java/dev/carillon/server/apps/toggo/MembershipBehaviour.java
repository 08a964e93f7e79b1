package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Store;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.members.FakeBackend;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who follows a trip when its members change, whatever carries the messages.
abstract class MembershipBehaviour {
  static final String ANN = "5b2e0d4c-0000-4000-8000-0123456789ab";
  static final String BEN = "6c3f1e5d-1111-4111-9111-123456789abc";
  private static final String REMOVED = "{'topic':'membership.removed'}";
  private static final String NO_LONGER = "no longer a member of this trip";
  private static final String UNKNOWN = "membership cannot be checked now";

  private final List<AutoCloseable> open = new ArrayList<>();

  /// Says what carries messages and state.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void whoIsTakenOffATripHearsOfItNoMore() {
    ToggoTower tower = towerWithKeys();
    ToggoClient ann = user(tower, ANN).follow("t1");
    ToggoClient ben = user(tower, BEN).follow("t1").follow("t2");

    remove(tower, "t1", BEN);
    tower.publish("trip:t1", REMOVED);
    isTold(ben, NO_LONGER);
    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    assertThat(ann.hear()).contains("membership.removed", "a.created");
    ben.hearsNothing();
    tower.publish("trip:t2", "{'topic':'b.created'}").passWindow();
    assertThat(ben.hear()).contains("b.created");
  }

  @Test
  void aYesIsNotRememberedBeyondAChange() {
    ToggoTower tower = towerWithKeys();
    ToggoClient ann = user(tower, ANN).follow("t1");
    ToggoClient ben = user(tower, BEN).follow("t1").unfollow("t1");

    remove(tower, "t1", BEN);
    tower.publish("trip:t1", REMOVED);

    ben.say("{'type':'subscribe','trip_id':'t1'}");
    isTold(ben, "not a member of this trip");
    ann.hearsNothing();
  }

  @Test
  void aYesIsNotRememberedWhileNobodyHereListensForChanges() {
    ToggoTower tower = towerWithKeys();
    ToggoClient ben = user(tower, BEN).follow("t1").unfollow("t1");

    remove(tower, "t1", BEN);

    ben.say("{'type':'subscribe','trip_id':'t1'}");
    isTold(ben, "not a member of this trip");
  }

  @Test
  void aNewMemberFollowsAtOnce() {
    ToggoTower tower = towerWithKeys();
    ToggoClient ann = user(tower, ANN).follow("t1");
    remove(tower, "t1", BEN);
    ToggoClient ben = user(tower, BEN).say("{'type':'subscribe','trip_id':'t1'}");
    isTold(ben, "not a member of this trip");

    add(tower.gateway().store(), "t1", BEN);
    tower.publish("trip:t1", "{'topic':'membership.added'}");

    ben.follow("t1");
    ann.hearsNothing();
  }

  @Test
  void whoeverOwnsTheTruthIsAskedAgainForAWhileAndNoAnswerIsNoInTheEnd() {
    var backend = new FakeBackend();
    open.add(backend);
    var http =
        new MembersSettings.Http(backend.url() + "/{trip}/{user}", null, Duration.ofSeconds(3), 16);
    ToggoTower tower = tower(new MembersSettings(http, Duration.ofMinutes(1)));
    backend.answer(204, "");
    ToggoClient ann = user(tower, ANN).follow("t1");

    backend.answer(503, "");
    tower.publish("trip:t1", REMOVED);
    ann.hearsNothing();
    backend.answer(204, "");
    tower.pass(Duration.ofSeconds(1));
    assertThat(ann.hear()).contains("membership.removed");
    ann.hearsNothing();

    backend.answer(503, "");
    tower.publish("trip:t1", REMOVED);
    ann.hearsNothing();
    tower.pass(Duration.ofSeconds(1));
    assertThat(ann.hear()).contains("membership.removed");
    for (int seconds : new int[] {2, 4}) {
      ann.hearsNothing();
      tower.pass(Duration.ofSeconds(seconds));
    }
    ann.hearsNothing();
    tower.pass(Duration.ofSeconds(8));
    isTold(ann, UNKNOWN);
  }

  static void isTold(ToggoClient client, String error) {
    assertThat(client.hear()).startsWith("{'type':'error','error':'" + error + "'");
  }

  final ToggoTower towerWithKeys() {
    ToggoTower tower =
        tower(
            new MembersSettings(
                new MembersSettings.Key("member:{trip}:{user}"), Duration.ofMinutes(1)));
    for (String trip : List.of("t1", "t2")) {
      add(tower.gateway().store(), trip, ANN);
      add(tower.gateway().store(), trip, BEN);
    }
    return tower;
  }

  private ToggoTower tower(MembersSettings members) {
    var tower =
        new ToggoTower(carriedBy(Gateway.builder()), TestSettings.with(Auth.REQUIRED, members));
    open.add(tower);
    return tower;
  }

  final ToggoClient user(ToggoTower tower, String id) {
    String token =
        new JwtSigner(TestSettings.KEY.bytes(), tower.clock())
            .sign(Map.of("sub", id), Duration.ofHours(1));
    ToggoClient client = ToggoClient.connectTo(tower.port(), "/ws?token=" + token);
    open.add(client);
    return client.hearsNothing();
  }

  private static void add(Store store, String trip, String user) {
    store.put("member:" + trip + ":" + user, "1");
  }

  static void remove(ToggoTower tower, String trip, String user) {
    tower.gateway().store().remove("member:" + trip + ":" + user);
  }
}
