package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Clock;
import dev.carillon.core.Interest;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What Curia's clients and its backend see, whatever carries the messages.
abstract class CuriaBehaviour extends PollBehaviour {

  // ---- presence ----

  @Test
  void twoDevicesOfAUserAreOneUserWhoGoesOfflineOnce() {
    ForumClient watcher = member("watcher");
    ForumClient first = member("u-1");
    await().until(() -> watcher.names().contains("userOnline"));
    ForumClient second = member("u-1");
    await().until(() -> watcher.names().contains("userPresenceUpdate"));
    JsonNode both = watcher.all("userPresenceUpdate").getLast().get("userPresence");
    assertThat(both.get("totalDevices").asInt()).isEqualTo(2);
    assertThat(both.get("devices")).hasSize(2);

    first.close();
    await()
        .until(() ->
            watcher.all("userPresenceUpdate").getLast().at("/userPresence/totalDevices").asInt()
                == 1);
    assertThat(watcher.names()).doesNotContain("userOffline");
    second.close();

    await().until(() -> watcher.names().contains("userOffline"));
    assertThat(watcher.all("userOffline"))
        .extracting(gone -> gone.get("userId").asString())
        .containsExactly("u-1");
  }

  @Test
  void presenceHasTheMembersThatClientsKnow() {
    String token =
        ForumClient.token(
            Clock.system(),
            Map.of(
                "sub",
                "u-1",
                "name",
                "Ann",
                "picture",
                "https://a/b.png",
                "uid",
                "frame-77",
                "cid",
                "c-9",
                "communityShortId",
                "acme",
                "pluginId",
                "p-1"),
            LONG);
    ForumClient ann = ForumClient.enter(node, token);

    JsonNode online = ann.all("userOnline").getFirst();
    assertThat(online.get("communityId").asString()).isEqualTo("c-9");
    JsonNode user = online.get("userPresence");
    assertThat(user.propertyNames())
        .containsExactlyInAnyOrder(
            "userId",
            "userName",
            "avatarUrl",
            "communityId",
            "devices",
            "totalDevices",
            "isOnline",
            "primaryDevice",
            "lastSeen");
    assertThat(user.get("primaryDevice")).isEqualTo(user.get("devices").get(0));
    assertThat(user.get("primaryDevice").propertyNames())
        .containsExactlyInAnyOrder(
            "frameUID",
            "userId",
            "userName",
            "avatarUrl",
            "communityId",
            "deviceType",
            "connectedAt",
            "lastSeen",
            "socketId",
            "isActive",
            "communityShortId",
            "pluginId");
    assertThat(user.at("/primaryDevice/deviceType").asString()).isEqualTo("desktop");
    ann.close();
  }

  @Test
  void boardIsToldToThoseWhoMaySeeItAndNeverToPartners() {
    ForumClient plain = member("plain");
    ForumClient reader = member("reader", "role-a");
    ForumClient two = enter("two", "c-2", true, "role-a");
    ForumClient ann = member("ann", "role-a").join(13);

    await()
        .untilAsserted(() -> {
          assertThat(boardOf(reader, "ann")).isEqualTo("Secret");
          assertThat(plain.names()).contains("userPresenceUpdate");
          assertThat(two.names()).contains("userPresenceUpdate");
        });
    assertThat(String.join("", plain.packets())).doesNotContain("Secret", "currentBoardId");
    assertThat(String.join("", two.packets())).doesNotContain("Secret", "currentBoardId");
    ForumClient late = member("late");
    ForumClient lateReader = member("late-reader", "role-a");
    assertThat(String.join("", late.packets())).contains("\"ann\"").doesNotContain("Secret");
    assertThat(String.join("", lateReader.packets())).contains("Secret");
    ann.send("42[\"leaveBoard\",13]");
    await().untilAsserted(() -> assertThat(boardOf(reader, "ann")).isEmpty());
  }

  private static String boardOf(ForumClient client, String user) {
    return client.all("userPresenceUpdate").stream()
        .map(told -> told.get("userPresence"))
        .filter(who -> who.get("userId").asString().equals(user))
        .reduce((earlier, later) -> later)
        .map(who -> who.at("/primaryDevice/currentBoardName").asString(""))
        .orElse("");
  }

  @Test
  void presenceGoesToPartnersAsTheSourceAllows() {
    ForumClient nine = member("nine");
    ForumClient two = enter("two", "c-2", false);
    ForumClient three = enter("three", "c-3", false);
    ForumClient ann = member("ann");
    ForumClient eve = enter("eve", "c-2", false);
    await().until(() -> nine.all("userOnline").size() == 2);
    await().until(() -> two.all("userOnline").size() == 3);
    ann.close();
    eve.close();
    await().until(() -> two.all("userOffline").size() == 2);

    assertThat(String.join("", nine.packets())).doesNotContain("\"two\"", "\"eve\"");
    assertThat(String.join("", three.packets())).doesNotContain("c-9", "c-2");
    assertThat(two.all("globalPresenceSync").getFirst())
        .extracting(who -> who.get("userId").asString())
        .containsExactlyInAnyOrder("two", "nine");
    JsonNode copy =
        two.all("userOnline").stream()
            .filter(told -> told.at("/userPresence/userId").asString().equals("ann"))
            .findFirst()
            .orElseThrow();
    assertThat(copy.get("sourceCommunityId").asString()).isEqualTo("c-9");
  }

  @Test
  void someoneWithoutACommunityIsToldToNobody() {
    ForumClient nobody = enter("nobody", "undefined", true);
    ForumClient other = enter("other", "undefined", true);

    assertThat(other.names()).startsWith("userOnline", "globalPresenceSync");
    assertThat(String.join("", nobody.packets())).doesNotContain("\"other\"");
  }

  // ---- typing ----

  @Test
  void typingGoesToTheBoardAndNotToTheWriter() {
    ForumClient ann = member("ann").join(12);
    ForumClient annToo = member("ann").join(12);
    ForumClient bob = member("bob").join(12);
    ForumClient away = member("away");

    ann.send(
        "42[\"typing\",{\"boardId\":12,\"postId\":34,\"isTyping\":true,\"context\":\"comment\"}]");
    await().until(() -> bob.all("userTyping").size() == 1);
    ann.send("42[\"typing\",{\"boardId\":12,\"isTyping\":false,\"context\":\"comment\"}]");
    await().until(() -> bob.all("userTyping").size() == 2);
    drained(annToo, away, ann);

    JsonNode begun = bob.all("userTyping").getFirst();
    assertThat(begun.get("timestamp").isNumber()).isTrue();
    ((ObjectNode) begun).remove("timestamp");
    assertThat(begun.toString())
        .isEqualTo(
            "{\"userId\":\"ann\",\"userName\":\"ANN\",\"boardId\":12,\"postId\":34,"
                + "\"isTyping\":true,\"context\":\"comment\"}");
    assertThat(bob.all("userTyping").getLast().get("isTyping").asBoolean()).isFalse();
    for (ForumClient other : List.of(ann, annToo, away)) {
      assertThat(other.names()).doesNotContain("userTyping");
    }
  }

  @Test
  void typingStartsAndStopsByTheSeedsNames() {
    ForumClient ann = member("ann").join(12);
    ForumClient bob = member("bob").join(12);

    ann.send("42[\"typing:start\",34]");
    await().until(() -> bob.all("userTyping").size() == 1);
    ann.send("42[\"typing:stop\",{\"boardId\":12,\"postId\":34}]");
    await().until(() -> bob.all("userTyping").size() == 2);

    assertThat(bob.all("userTyping"))
        .extracting(
            typing -> typing.get("postId").asInt() + " " + typing.get("isTyping").asBoolean())
        .containsExactly("34 true", "34 false");
  }

  @Test
  void typingWhereOneIsNotIsIgnored() {
    ForumClient bob = member("bob", "role-a").join(13);
    ForumClient ann = member("ann");
    for (String rubbish :
        List.of("{\"boardId\":13,\"isTyping\":true}", "null", "7", "[]", "{\"boardId\":null}")) {
      ann.send("42[\"typing\"," + rubbish + "]");
    }
    ann.join(12);
    drained(ann, bob);

    assertThat(bob.names()).doesNotContain("userTyping");
  }

  @Test
  void typingEndsWithTheConnection() {
    ForumClient ann = member("ann").join(12);
    ForumClient bob = member("bob").join(12);
    ann.send("42[\"typing\",{\"boardId\":12,\"isTyping\":true,\"context\":\"post\"}]");
    await().until(() -> bob.all("userTyping").size() == 1);

    ann.close();

    await().until(() -> bob.all("userTyping").size() == 2);
    assertThat(bob.all("userTyping").getLast().get("isTyping").asBoolean()).isFalse();
  }

  // ---- limits ----

  @Test
  void joinsAreLimitedForAllConnectionsOfAUser() {
    node = start(Map.of());
    board(12, Map.of("isPublic", "true", "communityId", "c-9"));
    ForumClient first = member("u-1");
    ForumClient second = member("u-1");
    for (int i = 0; i < 5; i++) {
      first.join(12);
      second.send("42[\"board:join\",12]");
    }
    await().until(() -> second.all("boardJoined").size() == 5);

    first.send("42[\"joinBoard\",12]");
    second.send("42[\"board:join\",12]");

    first.assertErrors("Rate limit exceeded");
    second.assertErrors("Rate limit exceeded");
    assertThat(first.all("error").getFirst().get("event").asString()).isEqualTo("joinBoard");
    member("u-2").join(12);
  }

  @Test
  void connectionThatSaysTooMuchIsRefusedAndStays() {
    node = start(new FakeClock(), Map.of("connection-limit", "2"));
    boards();
    ForumClient ann = member("ann").join(12).join(12);

    ann.send("42[\"typing\",{\"boardId\":12,\"isTyping\":true}]");

    ann.assertErrors("Rate limit exceeded");
    assertThat(ann.all("error").getFirst().get("event").asString()).isEqualTo("typing");
    assertThat(ann.closed()).isFalse();
  }

  @Test
  void oneConnectionLooksAtSoManyBoards() {
    node = start(Map.of("max-boards", "1"));
    boards();
    ForumClient ann = member("ann").join(12).join(12);
    ann.send("42[\"joinBoard\",15]").assertErrors("Failed to join board");
    ann.send("42[\"leaveBoard\",12]").join(15);
  }

  // ---- tokens ----

  @Test
  void connectionIsWarnedRenewedAndEndsWithItsToken() {
    var clock = new FakeClock();
    node = start(clock, Map.of("ping-interval", "1h", "ping-timeout", "1h"));
    board(13, Map.of("allowedRoles", "[\"role-a\"]", "communityId", "c-9"));
    ForumClient ann = member("ann", "role-a").join(13);

    pass(clock, Duration.ofMinutes(59).plusSeconds(1), () -> ann.names().contains("tokenExpiring"));
    ann.send("420[\"refreshToken\",\"rubbish\"]");
    await().until(() -> ann.packets().contains("430[{\"ok\":false}]"));
    String fresh =
        ForumClient.token(clock, Map.of("sub", "ann", "cid", "c-9"), Duration.ofHours(1));
    ann.send("421[\"refreshToken\",\"" + fresh + "\"]");
    await().until(() -> ann.packets().contains("431[{\"ok\":true}]"));
    // The fresh one holds no role.
    await().until(() -> ann.names().contains("boardAccessRevoked"));
    pass(clock, Duration.ofMinutes(2), () -> true);
    assertThat(ann.packets()).doesNotContain("41");

    pass(clock, Duration.ofHours(1), () -> ann.packets().contains("41"));
  }

  @Test
  void revokedUserIsSentAwayAndDoesNotComeBack() {
    ForumClient ann = member("ann");
    ForumClient bob = member("bob");

    node.tell("carillon:revoke:curia", "{\"user\":\"ann\"}");

    await().until(() -> ann.packets().contains("41"));
    String token = ForumClient.token(Clock.system(), Map.of("sub", "ann"), LONG);
    var again = new ForumClient(node.port(), token);
    open.add(again);
    await().until(() -> again.packets().contains("44{\"message\":\"Authentication failed\"}"));
    assertThat(bob.packets()).doesNotContain("41");
  }

  @Test
  void whatIsPublishedByHttpIsLookedAtBefore() {
    String event = "{\"room\":\"board:12\",\"eventName\":\"newPost\",\"payload\":{}}";
    assertThat(node.interestIn("curia:events", event)).isEqualTo(Interest.HEARD);
    assertThat(node.interestIn("curia:events", "{}").refusal())
        .isEqualTo("no event of Curia: no-room");
    assertThat(node.interestIn("carillon:revoke:curia", "{\"user\":\"ann\"}"))
        .isEqualTo(Interest.HEARD);
    assertThat(node.interestIn("carillon:revoke:curia", "{\"users\":1}").refusal())
        .isEqualTo("no revocation: not-one-revocation");
    assertThat(node.interestIn("elsewhere", "x")).isEqualTo(Interest.NONE);
  }

  @Test
  void webAppIsToldWhoIsOnline() {
    node = start(Map.of("presence-channel", "presence", "grace", "100ms"));
    var told = new ConcurrentLinkedQueue<String>();
    open.add(
        node.services()
            .broker()
            .subscribe(
                "presence",
                (channel, message) -> told.add(new String(message, StandardCharsets.UTF_8))));

    member("ann").close();

    await().until(() -> told.toString().contains("\"offline\""));
    assertThat(told.toString()).containsOnlyOnce("\"online\"").containsOnlyOnce("\"offline\"");
  }

  /// Lets time pass; the wheel of a lane notices within its tick of real time.
  private static void pass(FakeClock clock, Duration time, Callable<Boolean> until) {
    clock.advance(time);
    await().until(until);
  }
}
