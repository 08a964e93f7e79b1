package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.CloseReason;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Protocol, "HTTP long-polling", and what the reference server does around it.
class PollingTest {

  @Test
  void messagesGoBothWays() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.ask();
      Response ok = client.post("4hello €");
      assertThat(ok.status()).isEqualTo(200);
      assertThat(ok.header("content-type")).isEqualTo("text/html");
      assertThat(ok.text()).isEqualTo("ok");
      Response poll = client.gets.readResponse();
      assertThat(poll.text()).isEqualTo("4hello €");
      assertThat(poll.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
    }
  }

  @Test
  void packetsOfAPayloadAreTakenAndJoinedInOrder() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      assertThat(client.post("4one\u001e4two\u001ebAQIDBA==\u001e4three").text()).isEqualTo("ok");
      assertThat(client.poll()).isEqualTo("4one\u001e4two\u001ebAQIDBA==\u001e4three");
    }
  }

  @Test
  void aSecondPollClosesTheSession() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.ask();
      await().until(() -> holdsPoll(server));
      client.posts.request("GET", client.target());
      assertThat(client.posts.readResponse().status()).isEqualTo(400);
      assertThat(client.gets.readResponse().text()).isEqualTo("1");
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
      client.ask();
      assertThat(client.gets.readResponse().text()).contains("\"code\":1");
    }
  }

  @Test
  void aSecondPostBesideTheFirstClosesTheSession() {
    try (var server = new EngineServer(EngineIoSettings.defaults(), null, 1); // for their order
        var client = server.poll()) {
      client.posts.request("POST", client.target(), "Content-Length: 5", "Expect: 100-continue");
      // So that the first is known to be on its way before the second comes on another connection.
      assertThat(client.posts.readResponse().status()).isEqualTo(100);
      client.posts.send("4he");
      client.gets.request("POST", client.target(), "Content-Length: 2").send("4x");
      assertThat(client.gets.readResponse().status()).isEqualTo(400);
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }

  @Test
  void aClientThatGivesItsPollUpLosesItsSession() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.ask();
      await().until(() -> holdsPoll(server));
      client.gets.close();
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }

  @Test
  void aClientThatGivesItsPostUpLosesItsSession() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.posts.request("POST", client.target(), "Content-Length: 50").send("4he");
      await().until(() -> !server.connections.isEmpty());
      client.posts.close();
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }

  @Test
  void closingReleasesThePollWithNothing() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.ask();
      await().until(() -> holdsPoll(server));
      assertThat(client.post("1").text()).isEqualTo("ok");
      assertThat(client.gets.readResponse().text()).startsWith("6");
      assertThat(server.closed).containsExactly(CloseReasons.TRANSPORT_CLOSE);
      client.ask();
      assertThat(client.gets.readResponse().status()).isEqualTo(400);
    }
  }

  @Test
  void whatIsNoPacketClosesTheSession() {
    for (String body : new String[] {"", "abc", "4a\u001e", "b!!!", "4a\u001ex"}) {
      try (var server = new EngineServer();
          var client = server.poll()) {
        assertThat(client.post(body).status()).as(body).isEqualTo(400);
        await().until(() -> server.closed.contains(CloseReasons.PARSE_ERROR));
      }
    }
  }

  @Test
  void bytesThatAreNoTextCloseTheSession() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client
          .posts
          .request("POST", client.target(), "Content-Length: 3")
          .send(new byte[] {'4', (byte) 0xC3, 'x'});
      assertThat(client.posts.readResponse().status()).isEqualTo(400);
      await().until(() -> server.closed.contains(CloseReasons.PARSE_ERROR));
    }
  }

  @Test
  void aPingFromTheClientClosesTheSession() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.post("2");
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }

  @Test
  void aBinaryBodyIsOfAnOlderRevision() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      assertThat(client.post("4x", "Content-Type: application/octet-stream").status())
          .isEqualTo(400);
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }

  @Test
  void aBodyThatIsTooBigIsRefusedAndTheSessionKept() {
    try (var server =
            new EngineServer(EngineIoSettings.defaults().with(to -> to.maxPayload = 100));
        var client = server.poll();
        RawSocket other = server.connect()) {
      client.beginPost("4" + "x".repeat(100));
      assertThat(client.posts.readResponse().status()).isEqualTo(413);
      other.request("POST", client.target(), "Content-Length: 2").send("4y");
      assertThat(other.readResponse().text()).isEqualTo("ok");
      assertThat(client.poll()).isEqualTo("4y");
    }
  }

  @Test
  void otherMethodsAreAnsweredWithAnError() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.posts.request("PUT", client.target());
      Response answer = client.posts.readResponse();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).isEmpty();
    }
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoAcceptIt() throws IOException {
    String large = "long ".repeat(400);
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.gets.request("GET", client.target(), "Accept-Encoding: gzip, deflate, br");
      server.send(large);
      Response answer = client.gets.readResponse();
      assertThat(answer.header("content-encoding")).isEqualTo("gzip");
      try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("4" + large);
      }
      client.gets.request("GET", client.target(), "Accept-Encoding: gzip");
      server.send("short");
      assertThat(client.gets.readResponse().header("content-encoding")).isEmpty();
      client.ask();
      server.send(large);
      assertThat(client.gets.readResponse().header("content-encoding")).isEmpty();
    }
  }

  @Test
  void aClientThatFallsBehindIsClosedAndItsLaneGoesOn() {
    var settings = EngineIoSettings.defaults().with(to -> to.maxOutbound = 10_000);
    try (var server = new EngineServer(settings);
        var slow = server.poll()) {
      var lane = server.connections.getFirst().lane();
      for (int i = 0; i < 30; i++) {
        String text = i + "x".repeat(1_000);
        EngineConnection connection = server.connections.getFirst();
        lane.execute(() -> {
          connection.send(EngineMessage.text(text.getBytes(StandardCharsets.UTF_8)));
          ((PollingTransport) connection.current()).flush();
        });
      }
      await().until(() -> server.closed.contains(CloseReason.SLOW));
      for (int i = 0; i < 4; i++) { // on both lanes
        try (RawSocket neighbour = server.webSocket()) {
          neighbour.sendText("4still there?");
          assertThat(neighbour.readFrame().text()).isEqualTo("4still there?");
        }
      }
      assertThat(slow.sid).isNotEmpty();
    }
  }

  @Test
  void oneMessageLargerThanTheLimitReachesAClientThatPolls() {
    try (var server =
            new EngineServer(EngineIoSettings.defaults().with(to -> to.maxOutbound = 10_000));
        var client = server.poll()) {
      server.send("x".repeat(50_000));
      assertThat(client.poll()).hasSize(50_001);
    }
  }

  @Test
  void theServersCloseWaitsForTheNextPoll() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      server.send("last words");
      EngineConnection connection = server.connections.getFirst();
      connection.close(CloseReasons.FORCED_CLOSE);
      await().until(() -> server.closed.contains(CloseReasons.FORCED_CLOSE));
      assertThat(client.poll()).isEqualTo("4last words\u001e1");
      client.ask();
      assertThat(client.gets.readResponse().text()).contains("\"code\":1");
      assertThat(server.closed).hasSize(1);
    }
  }

  private static boolean holdsPoll(EngineServer server) {
    var held = new java.util.concurrent.CompletableFuture<Boolean>();
    EngineConnection connection = server.connections.getLast();
    connection
        .lane()
        .execute(() ->
            held.complete(
                connection.current() instanceof PollingTransport polling && polling.hasPoll()));
    return held.join();
  }
}
