package dev.carillon.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.BoxBroker;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstashApiTest {
  private static final Interest.Source NO_SECRETS =
      (channel, message) -> channel.equals("secrets") ? Interest.refused("hush") : Interest.NONE;

  private final BoxBroker broker = new BoxBroker();
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable OpsServer ops;

  @AfterEach
  void stop() {
    client.close();
    if (ops != null) {
      ops.close();
    }
  }

  @Test
  void whatAnAppRefusesIsNotPublished() throws Exception {
    String refused = "{\"error\":\"ERR refused: hush\"}";

    assertThat(post("/", "[\"PUBLISH\",\"secrets\",\"x\"]").body()).isEqualTo(refused);
    assertThat(
            post("/pipeline", "[[\"PUBLISH\",\"secrets\",\"x\"],[\"PUBLISH\",\"a\",\"b\"]]").body())
        .isEqualTo("[" + refused + ",{\"result\":1}]");
    assertThat(broker.box()).containsExactly("a b");
  }

  @Test
  void aCommandPublishes() throws Exception {
    var response = post("/", "[\"PUBLISH\",\"chat:1\",\"{\\\"a\\\": 1.0}\"]");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).isEqualTo("{\"result\":1}");
    assertThat(broker.box()).containsExactly("chat:1 {\"a\": 1.0}");
  }

  @Test
  void argumentsAreTextHoweverTheyAreWritten() throws Exception {
    post("/", "[\"publish\",7,-1.50e+10]");
    post("/", "[\"Publish\",\"a\",true]");
    post("/", "[\"PUBLISH\",\"\u00fc\",\"\\ud83d\\udd14\\u0000\"]");
    post("/", "[\"PUBLISH\",\"a\",\"\"]");

    assertThat(broker.box())
        .containsExactly("7 -1.50e+10", "a true", "\u00fc \ud83d\udd14\u0000", "a ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"PING\"]|{\"result\":\"PONG\"}|{\"result\":\"UE9ORw==\"}",
        "[\"ping\",\"h\u00e9\"]|{\"result\":\"h\u00e9\"}|{\"result\":\"aMOp\"}",
        "[\"ECHO\",\"\"]|{\"result\":\"\"}|{\"result\":\"\"}",
        "[\"PUBLISH\",\"a\",\"b\"]|{\"result\":1}|{\"result\":1}"
      })
  void textIsInBase64WhenAskedFor(String command, String plain, String encoded) throws Exception {
    assertThat(post("/", command).body()).isEqualTo(plain);
    assertThat(post("/", command, "Upstash-Encoding", "base64").body()).isEqualTo(encoded);
    assertThat(post("/pipeline", "[" + command + "]", "Upstash-Encoding", "base64").body())
        .isEqualTo("[" + encoded + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"get\",\"a\"]|ERR unknown command 'GET'; known: PUBLISH, PING, ECHO",
        "[\"{secret}\"]|ERR unknown command; known: PUBLISH, PING, ECHO",
        "[\"PUBLISH\",\"a\"]|ERR wrong number of arguments for 'PUBLISH' command",
        "[\"PUBLISH\",\"a\",\"b\",\"c\"]|ERR wrong number of arguments for 'PUBLISH' command",
        "[\"PING\",\"a\",\"b\"]|ERR wrong number of arguments for 'PING' command",
        "[\"ECHO\"]|ERR wrong number of arguments for 'ECHO' command",
        "[\"PUBLISH\",\"\",\"b\"]|ERR the channel is empty",
        "[]|ERR a command begins with its name at line 1, column 2",
        "{}|ERR a command is an array at line 1, column 1",
        "[[\"PING\"]]|ERR an argument is a string, a number, true or false at line 1, column 2",
        "[\"ECHO\",null]|ERR an argument is a string, a number, true or false at line 1, column 9",
        "[\"PING\"] 1|ERR something follows the end at line 1, column 10",
        "''|ERR the body is empty"
      })
  void whatCannotBeDoneIsToldAsRedisDoes(String command, String error) throws Exception {
    var response = post("/", command, "Upstash-Encoding", "base64");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void aPipelineAnswersEachCommandByItself() throws Exception {
    var response =
        post(
            "/pipeline",
            "[[\"PUBLISH\",\"a\",\"1\"],[\"GET\",\"k\"],[\"PING\"],[\"PUBLISH\",\"b\",\"2\"]]");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "[{\"result\":1},"
                + "{\"error\":\"ERR unknown command 'GET'; known: PUBLISH, PING, ECHO\"},"
                + "{\"result\":\"PONG\"},{\"result\":1}]");
    assertThat(broker.box()).containsExactly("a 1", "b 2");
  }

  @Test
  void aTransactionIsDoneAsAWholeOrNotAtAll() throws Exception {
    var response = post("/multi-exec", "[[\"PUBLISH\",\"a\",\"1\"],[\"SET\",\"k\",\"v\"]]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":\"EXECABORT Transaction discarded because of:"
                + " ERR unknown command 'SET'; known: PUBLISH, PING, ECHO\"}");
    assertThat(broker.box()).isEmpty();

    assertThat(post("/multi-exec", "[[\"PUBLISH\",\"a\",\"1\"],[\"PUBLISH\",\"a\",\"2\"]]").body())
        .isEqualTo("[{\"result\":1},{\"result\":1}]");
    assertThat(broker.box()).containsExactly("a 1", "a 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pipeline", "/multi-exec"})
  void severalCommandsAreAnArrayOfAtLeastOne(String path) throws Exception {
    assertThat(post(path, "{}").body())
        .isEqualTo("{\"error\":\"ERR expected an array of commands at line 1, column 1\"}");
    assertThat(post(path, "[]").statusCode()).isEqualTo(400);
    assertThat(post(path, "[]").body())
        .isEqualTo("{\"error\":\"ERR expected at least one command at line 1, column 2\"}");
    assertThat(post(path, "[[\"PING\"").statusCode()).isEqualTo(400);
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void oneCommandThatIsNoneKeepsNoOtherBack() throws Exception {
    String error =
        "{\"error\":\"ERR an argument is a string, a number, true or false at line 1, column %d\"}";
    var response =
        post(
            "/pipeline",
            "[[\"PUBLISH\",\"a\",{\"b\":[1]}],[\"PUBLISH\",\"a\",\"1\"],7,[],[\"ECHO\",null,[]],[\"PUBLISH\",\"a\",\"2\"]]");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "["
                + error.formatted(17)
                + ",{\"result\":1},{\"error\":\"ERR a command is an array at line 1, column 48\"},"
                + "{\"error\":\"ERR a command begins with its name at line 1, column 51\"},"
                + error.formatted(61)
                + ",{\"result\":1}]");
    assertThat(broker.box()).containsExactly("a 1", "a 2");
    assertThat(post("/multi-exec", "[[\"PUBLISH\",\"a\",\"3\"],7]").statusCode()).isEqualTo(400);
    assertThat(broker.box()).hasSize(2);
  }

  @Test
  void halfASurrogatePairBecomesWhatJavaScriptMakesOfIt() throws Exception {
    assertThat(post("/", "[\"PUBLISH\",\"a\",\"x\\ud83dy\\ude00\\ud83d\\ude00\"]").statusCode())
        .isEqualTo(200);
    assertThat(broker.box()).containsExactly("a x\ufffdy\ufffd\ud83d\ude00");
  }

  @Test
  void aCommandMayBeThePath() throws Exception {
    start("opensesame");
    String key = "?_token=opensesame";
    assertThat(get("/publish/chat:1/hello%20there%2F+" + key).body()).isEqualTo("{\"result\":1}");
    assertThat(post("/publish/chat:1" + key, "{ \"a\": 1.0 }").body()).isEqualTo("{\"result\":1}");
    assertThat(post("/PUBLISH/chat:1", "x", "Authorization", "Bearer opensesame").body())
        .isEqualTo("{\"result\":1}");
    assertThat(get("/ping" + key).body()).isEqualTo("{\"result\":\"PONG\"}");
    assertThat(get("/echo/%C3%BC+" + key).body()).isEqualTo("{\"result\":\"\u00fc+\"}");

    assertThat(get("/publish/chat:1" + key).body())
        .isEqualTo("{\"error\":\"ERR wrong number of arguments for 'PUBLISH' command\"}");
    assertThat(get("/publish/chat:1/x?_token=opensesam").statusCode()).isEqualTo(401);
    assertThat(get("/publish/chat:1/x").statusCode()).isEqualTo(401);
    assertThat(get("/set/a/b" + key).statusCode()).isEqualTo(404);
    // The gateway's own way takes the key in the header alone.
    assertThat(post("/publish" + key, "{}").statusCode()).isEqualTo(401);
    assertThat(broker.box())
        .containsExactly("chat:1 hello there/+", "chat:1 { \"a\": 1.0 }", "chat:1 x");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  @Test
  void aBrokerThatIsDownIsToldWithTheStatusWhenNothingWasDone() throws Exception {
    broker.state(Broker.State.DOWN);
    String error = "{\"error\":\"ERR the broker is down\"}";

    var response = post("/", "[\"PUBLISH\",\"a\",\"b\"]", "Upstash-Encoding", "base64");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).isEqualTo(error);
    for (String path : new String[] {"/pipeline", "/multi-exec"}) {
      var several = post(path, "[[\"PUBLISH\",\"a\",\"b\"],[\"PUBLISH\",\"a\",\"c\"]]");
      assertThat(several.statusCode()).isEqualTo(503);
      assertThat(several.body()).isEqualTo(error);
    }
    var mixed = post("/pipeline", "[[\"PING\"],[\"PUBLISH\",\"a\",\"b\"]]");
    assertThat(mixed.statusCode()).isEqualTo(200);
    assertThat(mixed.body()).isEqualTo("[{\"result\":\"PONG\"}," + error + "]");
  }

  @Test
  void aMessageThatTheBrokerRefusesIsAnError() throws Exception {
    broker.refuse();

    assertThat(post("/", "[\"PUBLISH\",\"a\",\"b\"]").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pipeline", "/multi-exec"})
  void theKeyIsTheToken(String path) throws Exception {
    start("opensesame");
    String body = path.equals("/") ? "[\"PING\"]" : "[[\"PING\"]]";

    var refused = post(path, body, "Authorization", "Bearer opensesam");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo("{\"error\":\"missing or wrong bearer key\"}");
    assertThat(post(path, body).statusCode()).isEqualTo(401);
    assertThat(post(path, body, "Authorization", "Bearer opensesame").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pipeline", "/multi-exec"})
  void withoutAKeyNoWebPagePublishes(String path) throws Exception {
    assertThat(post(path, "[[\"PING\"]]", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pipeline", "/multi-exec"})
  void tooMuchIsRefused(String path) throws Exception {
    String command = "[\"PUBLISH\",\"a\",\"" + "x".repeat(70_000) + "\"]";

    assertThat(post(path, path.equals("/") ? command : "[" + command + "]").statusCode())
        .isEqualTo(413);
    assertThat(broker.box()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pipeline", "/multi-exec"})
  void commandsAreForPost(String path) throws Exception {
    var response = client.send(request(path).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    var request = request(path).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    var running = ops == null ? start(null) : ops;
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + running.address().getPort() + path));
  }

  private OpsServer start(@Nullable String key) throws IOException {
    var settings = settings(0, key, 65_536);
    ops =
        OpsServer.start(
            settings, 64, new Health(broker), new PrometheusRegistry(), broker, NO_SECRETS);
    return ops;
  }

  private static OpsSettings settings(int port, @Nullable String key, int maxPublish) {
    var texts = new HashMap<String, String>();
    texts.put("port", Integer.toString(port));
    texts.put("key", key == null ? "" : key);
    texts.put("max-publish", Integer.toString(maxPublish));
    return Settings.of(OpsSettings::new, texts);
  }
}
