package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.server.support.LogCapture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Eclipse's clients and its web app see, whatever carries the messages.
abstract class EclipseBehaviour extends EntryBehaviour {
  private static final String JOHN =
      "{\"id\":\"u1\",\"name\":\"John\",\"email\":\"j@x\",\"avatar\":null}";

  // ---- what clients say ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'message','role':'USER'} | {'type':'error','error':'Missing content or role'}",
        "{'type':'message','content':'','role':'USER'} | {'type':'error','error':'Missing content or role'}",
        "{'type':'message','content':'x','role':''} | {'type':'error','error':'Missing content or role'}",
        "{'type':'message','content':null,'role':'USER'} | {'type':'error','error':'Missing content or role'}",
        "{'type':'ping'} | {'type':'pong'}",
        "{'x':[1,{}],'type':'ping'} | {'type':'pong'}",
        "{'type':'subscribe'} | {'type':'error','error':'Unknown message type'}",
        "{'type':5} | {'type':'error','error':'Unknown message type'}",
        "{} | {'type':'error','error':'Unknown message type'}",
        "[{'type':'ping'}] | {'type':'error','error':'Unknown message type'}",
        "5 | {'type':'error','error':'Unknown message type'}",
        "'ping' | {'type':'error','error':'Unknown message type'}",
        "null | {'type':'error','error':'Failed to process message'}",
        "ping | {'type':'error','error':'Failed to process message'}",
        "{'type':'ping'} {} | {'type':'error','error':'Failed to process message'}",
        "{'type':'ping' | {'type':'error','error':'Failed to process message'}",
      })
  void eachThingIsAnsweredAndTheSocketStaysOpen(String said, String answer) {
    start();
    ChatSocket ann = joined("u1", "c1");

    assertThat(ann.ask(said.replace('\'', '"'))).isEqualTo(answer.replace('\'', '"'));
    ann.raw().sendBinary(said.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertThat(ann.next()).isEqualTo(answer.replace('\'', '"'));

    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    assertThat(webApp.requests).isEmpty();
  }

  @Test
  void rubbishIsAnsweredAndTooMuchOfItEndsTheConnection() {
    start();
    ChatSocket ann = joined("u1", "c1");
    String failed = "{\"type\":\"error\",\"error\":\"Failed to process message\"}";

    assertThat(ann.ask("")).isEqualTo(failed);
    assertThat(ann.ask("{\"type\":\"ping\",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}"))
        .isEqualTo(failed);
    ann.raw().sendBinary(new byte[] {(byte) 0xFF, 0, '{'});
    assertThat(ann.next()).isEqualTo(failed);
    assertThat(ann.ask("{\"type\":\"ping\",\"x\":\"" + "y".repeat(65_000) + "\"}"))
        .isEqualTo("{\"type\":\"pong\"}");
    ann.say("{\"type\":\"ping\",\"x\":\"" + "y".repeat(65_536) + "\"}");

    assertThat(ann.closed()).startsWith("1009 ");
  }

  @Test
  void aMessageIsSavedAndTheWholeRoomHearsItOnce() {
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");
    ChatSocket other = joined("u1", "c11");
    // As the real one does, the web app publishes what it has saved, before it answers.
    webApp.next.add(request -> {
      publish("chat:c1", event("msg_7", "Hi \\u00e9 ☃", "2025-10-31T12:00:00.050Z"));
      return FakeWebApp.saved("msg_7", "\"Hi \\u00e9 ☃\"", "USER", JOHN);
    });

    ann.say("{\"type\":\"message\",\"content\":\"Hi \\u00e9 ☃\",\"role\":\"USER\"}");
    String first = event("msg_7", "Hi \\u00e9 ☃", "2025-10-31T12:00:00.050Z");
    assertThat(ann.next()).isEqualTo(first);
    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    publish("chat:c1", event("msg_7", "Hi", "2025-10-31T12:00:09.000Z"));
    publish("chat:c1", END);
    publish("chat:c11", END);

    assertThat(ann.upTo(END)).isEmpty();
    assertThat(sam.upTo(END)).containsExactly(first);
    assertThat(other.upTo(END)).isEmpty();
    assertThat(webApp.requests)
        .containsExactly(
            new FakeWebApp.Request(
                "POST /api/chats/c1/messages/send",
                API_SECRET,
                "application/json",
                "{\"content\":\"Hi é ☃\",\"role\":\"USER\",\"userId\":\"u1\"}"));
  }

  @Test
  void whatTheGatewayPublishesHasTheDocumentedForm() {
    start();
    ChatSocket ann = joined("u1", "c1");

    ann.say("{\"type\":\"message\",\"content\":\"Hi \\u00e9 \\ud83d\\ude00\",\"role\":\"AGENT\"}");
    assertThat(ann.next())
        .isEqualTo(
            "{\"type\":\"message\",\"data\":{\"id\":\"msg_1\",\"content\":\"Hi é 😀\",\"role\":\"agent\","
                + "\"timestamp\":\"2025-10-31T12:00:00.000Z\",\"sender\":"
                + JOHN
                + "},\"timestamp\":\""
                + NOW
                + "\"}");

    webApp.next.add(request -> FakeWebApp.saved("msg_2", "\"x\"", "USER", "null"));
    ann.say("{\"type\":\"message\",\"content\":\"x\",\"role\":\"USER\"}");
    assertThat(ann.next())
        .contains(
            "\"sender\":{\"id\":\"anonymous\",\"name\":\"Customer\",\"email\":null,\"avatar\":null}}");
  }

  @Test
  void otherConsumersOfTheChannelGetPlainJsonOnce() throws InterruptedException {
    start();
    var heard = new LinkedBlockingQueue<String>();
    var held =
        gateway()
            .broker()
            .subscribe(
                "chat:c1",
                (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
    held.confirmed().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    ChatSocket ann = joined("u1", "c1");

    ann.say("{\"type\":\"message\",\"content\":\"x\",\"role\":\"USER\"}");
    String event = ann.next();
    publish("chat:c1", END);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(END);
    held.close();
  }

  @Test
  void typingReachesTheOthersAndNeverItsAuthor() {
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket annsOtherTab = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");

    ann.say("{\"type\":\"typing\",\"isTyping\":true}");
    ann.say("{\"type\":\"typing\",\"isTyping\":\"yes\"}");
    ann.say("{\"type\":\"typing\"}");
    ann.say("{\"type\":\"typing\",\"isTyping\":false}");
    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    publish("chat:c1", "{\"type\":\"typing\",\"data\":{\"userId\":\"u2\",\"isTyping\":true}}");
    publish("chat:c1", END);

    String began =
        "{\"type\":\"typing\",\"data\":{\"userId\":\"u1\",\"isTyping\":true},\"timestamp\":\""
            + NOW
            + "\"}";
    assertThat(sam.upTo(END)).containsExactly(began, began.replace("true", "false"));
    String theirs = "{\"type\":\"typing\",\"data\":{\"userId\":\"u2\",\"isTyping\":true}}";
    assertThat(ann.upTo(END)).containsExactly(theirs);
    assertThat(annsOtherTab.upTo(END)).containsExactly(theirs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id':'u1','name':'Sam','email':'s@x','image':null} | Sam",
        "{'id':'u1','name':null,'email':'s@x'} | s@x",
        "{'id':'u1','name':'','email':''} | Agent",
        "{} | Agent",
      })
  void anAgentIsAnnouncedAsTheTokensUser(String user, String name) {
    start();
    ChatSocket ann = joined("u/1", "c1");
    ChatSocket sam = joined("u2", "c1");
    webApp.answerNext(200, user.replace('\'', '"'));

    ann.say("{\"type\":\"agent_joined\",\"agentId\":\"boss\",\"agentName\":\"Boss\"}");

    String event =
        "{\"type\":\"agent_joined\",\"data\":{\"agentId\":\"u/1\",\"agentName\":\""
            + name
            + "\",\"timestamp\":\""
            + NOW
            + "\"},\"timestamp\":\""
            + NOW
            + "\"}";
    assertThat(ann.next()).isEqualTo(event);
    publish("chat:c1", event);
    publish("chat:c1", END);
    assertThat(ann.upTo(END)).isEmpty();
    assertThat(sam.upTo(END)).containsExactly(event);
    assertThat(webApp.requests)
        .containsExactly(new FakeWebApp.Request("GET /api/users/u%2F1", API_SECRET, "", ""));
  }

  @Test
  void anAgentWhomTheWebAppDoesNotTellIsNotAnnounced() {
    start();
    ChatSocket ann = joined("u1", "c1");
    webApp.answerNext(404, "{}");
    webApp.answerNext(200, "rubbish");

    assertThat(ann.ask("{\"type\":\"agent_joined\"}"))
        .isEqualTo("{\"type\":\"error\",\"error\":\"Failed to fetch agent info\"}");
    assertThat(ann.ask("{\"type\":\"agent_joined\"}"))
        .isEqualTo("{\"type\":\"error\",\"error\":\"Failed to process agent_joined event\"}");
  }

  @Test
  void whoIsNotLoggedInSpeaksAsAUserOnly() {
    start();
    ChatSocket anonymous = open("/?token=" + token("anon_1", "c1", false));
    anonymous.next();
    String refused = "{\"type\":\"error\",\"error\":\"Role not allowed\"}";

    for (String role : new String[] {"AGENT", "ASSISTANT", "SYSTEM", "user"}) {
      assertThat(
              anonymous.ask("{\"type\":\"message\",\"content\":\"x\",\"role\":\"" + role + "\"}"))
          .isEqualTo(refused);
    }
    assertThat(anonymous.ask("{\"type\":\"agent_joined\"}")).isEqualTo(refused);
    assertThat(webApp.requests).isEmpty();
    assertThat(anonymous.ask("{\"type\":\"message\",\"content\":\"x\",\"role\":\"USER\"}"))
        .contains("\"id\":\"msg_1\"");
  }

  @Test
  void theRulesOfRolesCanBeLifted() {
    roleRules = false;
    start();
    ChatSocket anonymous = open("/?token=" + token("anon_1", "c1", false));
    anonymous.next();

    assertThat(anonymous.ask("{\"type\":\"message\",\"content\":\"x\",\"role\":\"AGENT\"}"))
        .contains("\"role\":\"agent\"");
    assertThat(anonymous.ask("{\"type\":\"agent_joined\"}")).contains("\"agentId\":\"anon_1\"");
  }

  // ---- what is published ----

  @Test
  void anythingIsRelayedByteForByteToItsChatAlone() {
    start();
    // Ids of one moment share their first characters.
    ChatSocket ann = joined("u1", "cmhavp3xg001");
    ChatSocket ben = joined("u2", "cmhavp3xg002");
    String odd =
        " {\"type\" : \"message_reaction\", \"z\":1.10, \"data\":{\"id\":\"m1\"},\"n\":123456789012345678901234567890,"
            + "\"t\":\"\\u00e9 ☃ \\/\"}\n";

    publish("chat:cmhavp3xg001", odd);
    publish("chat:cmhavp3xg001", odd);
    publish("chat:cmhavp3xg001", "{}");
    publish("chat:cmhavp3xg001", END);
    publish("chat:cmhavp3xg002", END);

    assertThat(ann.upTo(END)).containsExactly(odd, odd, "{}");
    assertThat(ben.upTo(END)).isEmpty();
    ann.close();
    await().until(() -> gateway().rooms() == 2);
    publish("chat:cmhavp3xg002", "{\"n\":1}");
    assertThat(ben.next()).isEqualTo("{\"n\":1}");
  }

  @Test
  void jsonInAStringIsTakenOutOnceAndRubbishIsDropped() {
    start();
    ChatSocket ann = joined("u1", "c1");

    publish("chat:c1", "\"{\\\"type\\\":\\\"x\\\",\\\"t\\\":\\\"☃\\\"}\"");
    for (String rubbish :
        new String[] {"", "x", "null", "5", "[]", "{", "{}{}", "\"x\"", "\"\\\"{}\\\"\""}) {
      publish("chat:c1", rubbish);
    }
    publish("chat:c1", "[".repeat(200) + "]".repeat(200));
    publish("chat:c1", "{\"x\":\"" + "y".repeat(1024 * 1024) + "\"}");
    publish("chat:c1", END);

    assertThat(ann.upTo(END)).containsExactly("{\"type\":\"x\",\"t\":\"☃\"}");
  }

  @Test
  void ofCopiesTheFirstIsDeliveredAndAnUpdateIsNoCopy() {
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket ben = joined("u1", "c2");
    String updated = "{\"type\":\"message_updated\",\"data\":{\"id\":\"m1\",\"updatedAt\":\"1\"}}";
    String message = "{\"type\":\"message\",\"data\":{\"id\":\"m1\"}}";
    String timeless = "{\"type\":\"message_updated\",\"data\":{\"id\":\"m1\"}}";
    String nameless = "{\"type\":\"message\",\"data\":{\"id\":1}}";

    for (String event : new String[] {message, updated, timeless, nameless}) {
      publish("chat:c1", event);
      publish("chat:c1", event);
    }
    publish("chat:c1", updated.replace("\"1\"", "\"2\""));
    publish("chat:c1", message);
    publish("chat:c1", END);
    publish("chat:c2", message);
    publish("chat:c2", END);

    assertThat(ann.upTo(END))
        .containsExactly(
            message,
            updated,
            timeless,
            timeless,
            nameless,
            nameless,
            updated.replace("\"1\"", "\"2\""));
    assertThat(ben.upTo(END)).containsExactly(message);
  }

  @Test
  void theLastToGoLetsGoOfEverything() {
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");
    ann.close();
    await().until(() -> gateway().connections() == 1);
    publish("chat:c1", END);
    assertThat(sam.upTo(END)).isEmpty();

    sam.close();

    await().until(() -> gateway().rooms() == 0);
    ChatSocket back = joined("u1", "c1");
    publish("chat:c1", END);
    assertThat(back.upTo(END)).isEmpty();
  }

  // ---- logs ----

  @Test
  void noTokenAndNoMessageReachesALog() {
    try (var log = new LogCapture("dev.carillon")) {
      start();
      ChatSocket ann = joined("u1", "c1");
      open("/?token=rubbish-token").closed();
      webApp.answerNext(500, "body-secret");
      ann.ask("{\"type\":\"message\",\"content\":\"private words\",\"role\":\"USER\"}");
      ann.ask("{\"type\":\"private words");
      publish("chat:c1", "private words");
      publish("chat:c1", END);
      ann.upTo(END);

      assertThat(log.text())
          .contains("message dropped", "web app failed")
          .doesNotContain("private", "body-secret", "rubbish-token", "eyJ", SECRET, API_SECRET);
    }
  }

  private static String event(String id, String content, String timestamp) {
    return "{\"type\":\"message\",\"data\":{\"id\":\""
        + id
        + "\",\"content\":\""
        + content
        + "\",\"role\":\"user\",\"timestamp\":\"2025-10-31T12:00:00.000Z\",\"sender\":"
        + JOHN
        + "},\"timestamp\":\""
        + timestamp
        + "\"}";
  }
}
