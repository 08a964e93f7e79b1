package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.support.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Toggo on a real Redis, with several nodes, and with Redis away.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToggoRedisIT extends ToggoBehaviour {
  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterAll
  void stopRedis() {
    redis.close();
  }

  @Test
  void aChannelIsSubscribedWhileSomebodyFollowsItsTrip() {
    ToggoTower tower = tower(TestSettings.defaults());
    assertThat(subscribers("t1")).isZero();

    ToggoClient ann = client(tower).follow("t1").follow("t2").follow("t1");
    ToggoClient ben = client(tower).follow("t1");
    assertThat(subscribers("t1")).isOne();
    assertThat(subscribers("t2")).isOne();
    assertThat(subscribers("t")).isZero();

    ann.unfollow("t1");
    ben.unfollow("t2");
    assertThat(subscribers("t1")).isOne();
    ben.close();
    awaitSubscribers("t1", 0);
    assertThat(subscribers("t2")).isOne();
    ann.raw().reset();
    awaitSubscribers("t2", 0);
  }

  @Test
  void twoNodesServeTheirOwnAndLetGoByThemselves() {
    ToggoTower one = tower(TestSettings.defaults());
    ToggoTower two = tower(TestSettings.defaults());
    ToggoClient ann = client(one).follow("t1").follow("t12");
    ToggoClient ben = client(two).follow("t1");
    ToggoClient eve = client(two).follow("t12");
    assertThat(subscribers("t1")).isEqualTo(2);

    one.publish("trip:t1", topics(1, 3));
    two.publish("trip:t12", topics(4, 4));
    one.settle();
    one.passWindow();
    two.passWindow();

    String three = events("200", event("n1", "t1"), event("n2", "t1"), event("n3", "t1"));
    assertThat(List.of(ann.hear(), ann.hear()))
        .containsExactlyInAnyOrder(three, events("200", event("n4", "t12")));
    ben.hears(three).hearsNothing();
    eve.hears(events("200", event("n4", "t12"))).hearsNothing();
    ann.hearsNothing().unfollow("t1");
    awaitSubscribers("t1", 1);
    ben.close();
    awaitSubscribers("t1", 0);
    assertThat(subscribers("t12")).isEqualTo(2);
  }

  @Test
  void comingAndGoingLeavesNothingBehind() throws Exception {
    ToggoTower tower = tower(TestSettings.defaults());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int seed = i;
      threads.add(Thread.startVirtualThread(() -> comeAndGo(tower, seed)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    await().until(() -> tower.gateway().connections() == 0);
    for (int trip = 0; trip < 3; trip++) {
      awaitSubscribers("race" + trip, 0);
    }
    assertThat(tower.gateway().rooms()).isZero();
    ToggoClient ann = client(tower).follow("race1");
    tower.publish("trip:race1", "{'topic':'a.created'}").passWindow();
    ann.hears(events("200", event("a.created", "race1")));
  }

  private static void comeAndGo(ToggoTower tower, int seed) {
    for (int i = 0; i < 25; i++) {
      ToggoClient client = tower.client();
      for (int j = 0; j < 6; j++) {
        String type = (i + j + seed) % 3 == 0 ? "unsubscribe" : "subscribe";
        client.say("{'type':'" + type + "','trip_id':'race" + (i * 7 + j * seed) % 3 + "'}");
      }
      if (i % 2 == 0) {
        client.raw().reset();
      } else {
        client.close();
      }
    }
  }

  @Test
  void followersAreServedAgainOnceRedisIsBack() {
    ToggoTower tower = tower(TestSettings.defaults());
    ToggoClient before = client(tower).follow("t1");
    redis.stop();
    await().until(() -> tower.gateway().broker().state() != Broker.State.READY);
    ToggoClient meanwhile = client(tower).follow("t1").follow("t2");

    redis.restart();
    awaitSubscribers("t1", 1);
    awaitSubscribers("t2", 1);
    await().until(() -> tower.gateway().broker().state() == Broker.State.READY);
    tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();

    before.hears(events("200", event("a.created", "t1"))).hearsNothing();
    meanwhile.hears(events("200", event("a.created", "t1"))).hearsNothing();
  }

  @Test
  void whatWasLatestBeforeRedisWasAwayIsForgotten() {
    ToggoTower tower = tower(TestSettings.with(snapshot(100, 10_000)));
    tower.publish("trip:t1", "{'topic':'poll.updated','entity_id':'p','data':1}").passWindow();
    assertThat(client(tower).say("{'type':'subscribe','trip_id':'t1'}").hear())
        .contains("'data':1");
    redis.stop();
    await().until(() -> tower.gateway().broker().state() != Broker.State.READY);
    redis.restart();
    await().until(() -> tower.gateway().broker().state() == Broker.State.READY);
    ToggoClient late = client(tower).follow("t1");
    tower.publish("trip:t1", "{'topic':'poll.created','entity_id':'q','data':2}").passWindow();

    assertThat(late.hear()).contains("'data':2").doesNotContain("'data':1");
  }

  private long subscribers(String trip) {
    return redis.subscribers("trip:" + trip);
  }

  private void awaitSubscribers(String trip, long expected) {
    await().untilAsserted(() -> assertThat(subscribers(trip)).isEqualTo(expected));
  }
}
