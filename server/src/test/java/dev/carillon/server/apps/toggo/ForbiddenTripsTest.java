package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Toggo as a user of Redis that may not hear every trip.
class ForbiddenTripsTest {
  private final RedisServer redis = RedisServer.start();

  @BeforeEach
  void nameTheUser() {
    redis.call(
        "ACL",
        "SETUSER",
        "bell",
        "on",
        ">t0ll",
        "~*",
        "resetchannels",
        "&mark",
        "&trip:t1",
        "&carillon:*",
        "+@all");
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aClientIsToldOfATripThatRedisRefusesAndHearsOfItOnceItIsGranted() {
    try (var tower = new ToggoTower(builder(), TestSettings.defaults());
        var ann = tower.client()) {
      ann.follow("t1");
      for (int i = 0; i < 2; i++) {
        ann.say("{'type':'subscribe','trip_id':'t2'}");
        MembershipBehaviour.isTold(ann, "trip cannot be heard now");
      }
      tower.publish("trip:t1", "{'topic':'a.created'}").passWindow();
      assertThat(ann.hear()).contains("a.created");

      redis.call("ACL", "SETUSER", "bell", "&trip:t2");
      await().until(() -> redis.subscribers("trip:t2") == 1);
      ann.follow("t2");
      tower.publish("trip:t2", "{'topic':'b.created'}").passWindow();
      assertThat(ann.hear()).contains("b.created");
    }
  }

  @Test
  void aClientIsToldOfATripThatRedisRefusesFromNowOn() {
    try (var tower = new ToggoTower(builder(), TestSettings.defaults());
        var ann = tower.client()) {
      ann.follow("t1");
      redis.call("ACL", "SETUSER", "bell", "resetchannels", "&mark", "&carillon:*");
      MembershipBehaviour.isTold(ann, "trip cannot be heard now");
    }
  }

  @Test
  void theNodeIsNotReadyWithoutThePatternThatItNeeds() {
    try (var gateway =
        builder()
            .app(
                new TestTrips(
                    TestSettings.with(
                        TestSettings.intake(
                            true,
                            ToggoSettings.TripMismatch.CHANNEL,
                            ToggoSettings.TopicCheck.OFF)),
                    ToggoApp.channels("/ws"),
                    null))
            .start()) {
      await().until(() -> gateway.broker().state() == Broker.State.CONNECTING);
      redis.call("ACL", "SETUSER", "bell", "&trip:*");
      await().until(() -> gateway.broker().state() == Broker.State.READY);
    }
  }

  private GatewayBuilder builder() {
    return Gateway.builder().redis("redis://bell:t0ll@127.0.0.1:" + redis.port());
  }
}
