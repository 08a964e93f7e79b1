package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody in the forum who asks instead of listening.
final class Poller {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = new JsonMapper();

  private final @Nullable String token;
  private int port;
  private String boards = "";
  private @Nullable String position;

  Poller(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  Poller at(String someBoards) {
    boards = someBoards;
    return this;
  }

  /// Goes to another node.
  Poller to(int otherPort) {
    port = otherPort;
    return this;
  }

  /// What was answered.
  record Answer(int status, JsonNode json) {
    List<JsonNode> payloads(String event) {
      return json.get("events")
          .valueStream()
          .filter(each -> each.get("event").asString().equals(event))
          .map(each -> each.get("payload"))
          .toList();
    }

    boolean isReset() {
      return json.path("reset").asBoolean(false);
    }
  }

  /// Takes the position of now.
  Poller begin() {
    position = null;
    next();
    return this;
  }

  /// Asks for what is there.
  Answer next() {
    return next(0);
  }

  Answer next(int waitSeconds) {
    String since = position == null ? "" : "&since=" + position;
    Answer answer = ask("?boards=" + boards + since + "&wait=" + waitSeconds);
    assertThat(answer.status).as("status").isEqualTo(200);
    position = answer.json.get("position").asString();
    return answer;
  }

  Answer ask(String query) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/poll" + query))
            .timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
