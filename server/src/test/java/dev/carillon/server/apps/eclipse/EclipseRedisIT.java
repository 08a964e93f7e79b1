package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Eclipse on a real Redis, with several nodes, and without it for a while.
class EclipseRedisIT extends EclipseBehaviour {
  private static final String SAY = "{\"type\":\"message\",\"content\":\"x\",\"role\":\"USER\"}";

  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void theLastOneOfAChatUnsubscribesItWhateverOthersAreCalled() {
    start();
    ChatSocket ann = joined("u1", "cmhavp3xg001");
    ChatSocket sam = joined("u2", "cmhavp3xg001");
    joined("u3", "cmhavp3xg002");
    assertThat(redis.subscribers("chat:cmhavp3xg001")).isEqualTo(1);

    ann.close();
    await().until(() -> gateway().connections() == 2);
    assertThat(redis.subscribers("chat:cmhavp3xg001")).isEqualTo(1);
    sam.close();

    await().until(() -> redis.subscribers("chat:cmhavp3xg001") == 0);
    assertThat(redis.subscribers("chat:cmhavp3xg002")).isEqualTo(1);
  }

  @Test
  void whoIsRefusedSubscribesNothing() {
    start();
    assertThat(open("/?token=rubbish").closed()).isEqualTo("4002 Invalid token");
    assertThat(redis.call("PUBSUB", "CHANNELS", "chat:*")).asString().isEqualTo("[]");
  }

  @Test
  void onTwoNodesEachEventArrivesOnce() {
    start();
    ChatSocket ann = joined("u1", "c1");
    Gateway first = gateway();
    start();
    ChatSocket ben = joined("u2", "c1");
    ChatSocket annsOtherTab = joined("u1", "c1");
    assertThat(redis.subscribers("chat:c1")).isEqualTo(2);
    webApp.next.add(request -> {
      redis.call("PUBLISH", "chat:c1", "{\"type\":\"message\",\"data\":{\"id\":\"m1\"}}");
      return FakeWebApp.saved("m1", "\"x\"", "USER", "null");
    });

    ann.say(SAY).say("{\"type\":\"typing\",\"isTyping\":true}").say("{\"type\":\"ping\"}");
    assertThat(ann.next()).isEqualTo("{\"type\":\"message\",\"data\":{\"id\":\"m1\"}}");
    assertThat(ann.next()).isEqualTo("{\"type\":\"pong\"}");
    redis.call("PUBLISH", "chat:c1", END);

    assertThat(ann.upTo(END)).isEmpty();
    assertThat(annsOtherTab.upTo(END))
        .containsExactly("{\"type\":\"message\",\"data\":{\"id\":\"m1\"}}");
    assertThat(ben.upTo(END))
        .containsExactly(
            "{\"type\":\"message\",\"data\":{\"id\":\"m1\"}}",
            "{\"type\":\"typing\",\"data\":{\"userId\":\"u1\",\"isTyping\":true},\"timestamp\":\""
                + NOW
                + "\"}");
    assertThat(first.connections()).isEqualTo(1);
  }

  @Test
  void withoutRedisAMessageThatWasSavedReachesTheRoomHere() {
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");
    redis.stop();

    assertThat(ann.ask(SAY)).contains("\"id\":\"msg_1\"");
    assertThat(sam.next()).contains("\"id\":\"msg_1\"");
    ann.say("{\"type\":\"typing\",\"isTyping\":true}");
    assertThat(sam.next()).contains("\"typing\"");
    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
  }

  @Test
  void nobodyIsConnectedWhileRedisIsAway() {
    patience = Duration.ofSeconds(1);
    start();
    joined("u1", "c1");
    redis.stop();
    await().until(() -> gateway().broker().state() != Broker.State.READY);

    // One chat is subscribed already, the other is not.
    assertThat(closedInTime(open("/?token=" + token("u2", "c1", true))))
        .isEqualTo("4000 Internal server error");
    assertThat(closedInTime(open("/?token=" + token("u2", "c2", true))))
        .isEqualTo("4000 Internal server error");
    assertThat(health()).startsWith("{\"status\":\"degraded\"");
  }

  @Test
  void aClientIsHeldUntilRedisIsBack() {
    start();
    joined("u1", "c1");
    redis.stop();
    await().until(() -> gateway().broker().state() != Broker.State.READY);
    ChatSocket ann = open("/?token=" + token("u2", "c1", true));
    ChatSocket sam = open("/?token=" + token("u2", "c2", true));

    redis.restart();

    assertThat(ann.next()).contains("\"connected\"");
    assertThat(sam.next()).contains("\"connected\"");
    redis.call("PUBLISH", "chat:c1", END);
    redis.call("PUBLISH", "chat:c2", END);
    assertThat(ann.upTo(END)).isEmpty();
    assertThat(sam.upTo(END)).isEmpty();
    assertThat(health()).startsWith("{\"status\":\"healthy\"");
  }

  @Test
  void whoGoesWhileWaitingLeavesNothingBehind() {
    patience = Duration.ofMillis(500);
    start();
    redis.stop();
    await().until(() -> gateway().broker().state() != Broker.State.READY);
    open("/?token=" + token("u1", "c1", true)).close();
    await().until(() -> gateway().connections() == 0);
    redis.restart();
    await().until(() -> gateway().broker().state() == Broker.State.READY);

    await().until(() -> redis.subscribers("chat:c1") == 0);
    assertThat(gateway().rooms()).isZero();
  }

  /// Lets time pass until the socket is closed.
  private String closedInTime(ChatSocket socket) {
    var close = CompletableFuture.supplyAsync(socket::closed);
    await()
        .until(() -> {
          clock.advance(Duration.ofMillis(200));
          return close.isDone();
        });
    return close.join();
  }

  private String health() {
    try (var client = RawSocket.connect(port())) {
      return client.request("GET", "/health").readResponse().text();
    }
  }
}
