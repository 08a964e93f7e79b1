package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Clock;
import dev.carillon.server.support.SioClient;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How one comes in, and to boards.
abstract class EntryBehaviour extends CuriaFixture {
  // ---- entering ----

  @Test
  void newcomersHearOfThemselvesAndThenOfEverybody() {
    member("u-1");
    ForumClient second = member("u-2");

    assertThat(second.packets().getFirst()).startsWith("40{\"sid\":");
    assertThat(second.names()).startsWith("userOnline", "globalPresenceSync");
    assertThat(second.all("userOnline").getFirst().at("/userPresence/userId").asString())
        .isEqualTo("u-2");
    assertThat(second.all("globalPresenceSync").getFirst())
        .extracting(user -> user.get("userId").asString())
        .containsExactlyInAnyOrder("u-1", "u-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40 | Authentication token required",
        "40{} | Authentication token required",
        "40{\"token\":\"\"} | Authentication token required",
        "40{\"token\":null} | Authentication token required",
        "40{\"token\":7} | Authentication failed",
        "40{\"token\":\"x.y.z\"} | Authentication failed",
      })
  void refusalsAreWordForWord(String packet, String message) {
    var client = new SioClient(node.port(), "");
    open.add(client);

    client.send(packet);

    await()
        .untilAsserted(() ->
            assertThat(client.packets()).containsExactly("44{\"message\":\"" + message + "\"}"));
  }

  @Test
  void tokensOfAnIssuerWithAKeyPairAreAccepted(@TempDir Path folder) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String encoded = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    Path file = folder.resolve("keys.pem");
    Files.writeString(
        file, "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
    node = start(Map.of("jwt-secret", "", "jwt-keys", file.toString()));
    boards();

    String token = edSigned(pair, "{\"sub\":\"u-1\",\"cid\":\"c-9\"}");
    ForumClient client = ForumClient.enter(node, token);
    open.add(client);
    client.join(12);

    var other = new SioClient(node.port(), "");
    open.add(other);
    other.send(
        "40{\"token\":\""
            + ForumClient.token(node.services().clock(), Map.of("sub", "u-2"), Duration.ofHours(1))
            + "\"}"); // by the secret
    await()
        .untilAsserted(() ->
            assertThat(other.packets())
                .containsExactly("44{\"message\":\"Authentication failed\"}"));
  }

  private static String edSigned(KeyPair pair, String claims) throws GeneralSecurityException {
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    String signed =
        url.encodeToString("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + url.encodeToString(signature.sign());
  }

  @Test
  void tokensWithoutASubjectOrAfterTheirEndAreRefused() {
    Clock clock = node.services().clock();
    for (String token :
        List.of(
            ForumClient.token(clock, Map.of("cid", "c-9"), LONG),
            ForumClient.token(clock, Map.of("sub", ""), LONG),
            ForumClient.token(new FakeClock(), Map.of("sub", "u-1"), LONG))) {
      var client = new ForumClient(node.port(), token);
      open.add(client);
      await()
          .untilAsserted(() ->
              assertThat(client.packets())
                  .containsExactly("44{\"message\":\"Authentication failed\"}"));
    }
  }

  @Test
  void everybodyIsRefusedWithoutASecret() {
    CuriaNode bare = start(Map.of("jwt-secret", ""));
    var client = new ForumClient(bare.port(), "x.y.z");
    open.add(client);

    await()
        .untilAsserted(() ->
            assertThat(client.packets())
                .containsExactly("44{\"message\":\"Server configuration error\"}"));
  }

  // ---- boards ----

  @ParameterizedTest
  @ValueSource(strings = {"12", "\"12\"", "{\"boardId\":12}", "{\"boardId\":\"12\"}", "12.0"})
  void boardsAreJoinedByNumberTextAndObject(String argument) {
    ForumClient client = member("u-1").send("42[\"joinBoard\"," + argument + "]");

    await()
        .untilAsserted(
            () -> assertThat(client.packets()).contains("42[\"boardJoined\",{\"boardId\":12}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"joinBoard\"]",
        "[\"joinBoard\",null]",
        "[\"joinBoard\",-1]",
        "[\"joinBoard\",1.5]",
        "[\"joinBoard\",1e99999]",
        "[\"joinBoard\",9007199254740992]",
        "[\"joinBoard\",\"12abc\"]",
        "[\"joinBoard\",\"\"]",
        "[\"joinBoard\",[12]]",
        "[\"joinBoard\",{}]",
        "[\"joinBoard\",true]",
      })
  void rubbishIsNoBoard(String event) {
    ForumClient client = member("u-1").send("42" + event);

    client.assertErrors("Invalid board ID");
    client.join(12); // and the connection goes on
  }

  @ParameterizedTest
  @CsvSource({
    "99, c-9, false, , Board not found",
    "99, , false, , Board not found",
    "12, , false, , Access denied: invalid user community",
    "12, null, false, , Access denied: invalid user community",
    "12, c:9, true, , Access denied: invalid user community",
    "12, c-2, false, , Access denied: board not accessible",
    "12, c-2, true, , Access denied: board not accessible",
    "13, c-9, false, , Access denied: insufficient permissions",
    "13, c-9, false, role-b, Access denied: insufficient permissions",
    "14, c-9, false, role-a, Access denied: insufficient permissions",
    "16, c-9, true, , Access denied: board not accessible",
    "17, c-9, true, role-a, Failed to join board",
  })
  void boardsAreRefusedWordForWord(
      long board, String community, boolean admin, String role, String message) {
    ForumClient client =
        enter("u-1", community == null ? "" : community, admin, role == null ? "other" : role);

    client.send("42[\"joinBoard\"," + board + "]").assertErrors(message);
  }

  @ParameterizedTest
  @CsvSource({
    "12, false, other",
    "13, false, role-a",
    "13, true, other",
    "14, true, other",
    "15, false, other"
  })
  void boardsAreOpenToThoseWhoMay(long board, boolean admin, String role) {
    enter("u-1", "c-9", admin, role).join(board);
  }

  @Test
  void seedNameOfJoiningDoesTheSame() {
    ForumClient client = member("u-1").send("42[\"board:join\",\"13\"]");

    client.assertErrors("Access denied: insufficient permissions");
  }

  @Test
  void whoeverHasLeftABoardHearsNoMoreOfIt() {
    ForumClient client = member("u-1").join(12).send("42[\"leaveBoard\",null]");
    client
        .send("42[\"leaveBoard\",12]")
        .send("42[\"joinBoard\",99]")
        .assertErrors("Board not found");

    node.publish("board:12", "postDeleted", "{\"postId\":34}");

    drained(client);
    assertThat(client.all("postDeleted")).isEmpty();
  }

  @Test
  void storeOfAnotherKindDeniesAndEndsNothing() {
    node.services().store().put("board_permissions:20", "text", LONG);
    ForumClient client = member("u-1").send("42[\"joinBoard\",20]");

    client.assertErrors("Failed to join board");
    client.join(12);
  }
}
