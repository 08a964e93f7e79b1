package dev.carillon.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.server.GatewayNode;
import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.SioClient;
import dev.carillon.support.RawSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPageTest {
  private static final String RECORD =
      "{\"channel\":\"/records\",\"message\":{\"room\":\"group-1\",\"records\":{\"comments\":[]}}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private Server server;
  private DemoPage page;
  private URI records;

  @SuppressWarnings("NullAway.Init")
  DemoPageTest() {}

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of(
            "ops.port", "0",
            "apps.loomio.records.port", "0",
            "apps.loomio.records.allowed-origins", "*",
            "stop.drain", "0s",
            "stop.delay", "0s");
    var input = new ConfigInput(List.of("loomio"), null, settings, Map.of());
    server = Server.start(ServerConfig.read(AppTypes.onClassPath(), input), GatewayNode::start);
    records = server.addresses().getFirst().uri();
    page = page(null, 0);
  }

  @AfterEach
  void stop() {
    page.close();
    server.close();
    http.close();
  }

  @Test
  void thePageAndAllThatItNamesIsServed() throws Exception {
    var html = get("/");

    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(html.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(html.body()).contains("/page.css", "/page.js", "/bell.svg");
    for (String script : List.of("/page.js", "/column.js", "/desk.js", "/json.js", "/element.js")) {
      assertThat(get(script).headers().firstValue("Content-Type"))
          .as(script)
          .contains("text/javascript; charset=utf-8");
    }
    assertThat(get("/page.css").statusCode()).isEqualTo(200);
    assertThat(get("/bell.svg").statusCode()).isEqualTo(200);
    assertThat(get("/package.json").statusCode()).isEqualTo(404);
  }

  @Test
  void thePageMayRunItsOwnScriptsAndTalkToTheGatewayOnly() throws Exception {
    String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();

    String gateway = records.getRawAuthority();
    assertThat(policy.split("; "))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .contains("connect-src 'self' http://" + gateway + " ws://" + gateway);
    assertThat(policy).doesNotContain("unsafe", "*");
  }

  @Test
  void whatThePagePublishesReachesTheRoomsMembersAlone() throws Exception {
    try (var ann = connected("demo-ann");
        var ben = connected("demo-ben")) {
      assertThat(publish(RECORD, own()).statusCode()).isEqualTo(200);
      assertThat(publish(RECORD.replace("group-1", "group-2"), own()).statusCode()).isEqualTo(200);

      await().until(() -> ann.events().size() == 2 && ben.events().size() == 1);
      assertThat(ann.events().getFirst())
          .isEqualTo("42[\"records\",{\"room\":\"group-1\",\"records\":{\"comments\":[]}}]");
      assertThat(ben.events().getFirst()).contains("group-2");
    }
  }

  @Test
  void aNoticeReachesEverybody() throws Exception {
    try (var ann = connected("demo-ann");
        var ben = connected("demo-ben")) {
      publish("{\"channel\":\"/system_notice\",\"message\":{\"notice\":\"Hi\"}}", own());

      await().until(() -> ann.events().size() == 1 && ben.events().size() == 1);
      assertThat(ben.events()).containsExactly("42[\"notice\",{\"notice\":\"Hi\"}]");
    }
  }

  @Test
  void otherPagesCannotPublish() throws Exception {
    try (var ann = connected("demo-ann")) {
      assertThat(publish(RECORD, "http://evil.example").statusCode()).isEqualTo(403);
      assertThat(publish(RECORD, "null").statusCode()).isEqualTo(403);
      assertThat(publish(RECORD, null).statusCode()).isEqualTo(403);
      assertThat(publish(RECORD, own()).statusCode()).isEqualTo(200);

      await().until(() -> !ann.events().isEmpty());
      assertThat(ann.events()).hasSize(1);
    }
  }

  @Test
  void anotherNameForLoopbackIsRefused() {
    try (var socket = RawSocket.connect(page.url().getPort())) {
      socket.send(
          "GET /setup.json HTTP/1.1\r\nHost: evil.example:" + page.url().getPort() + "\r\n\r\n");

      assertThat(socket.readResponse().status()).isEqualTo(403);
    }
  }

  @Test
  void onlyLoomiosMessagesArePublished() throws Exception {
    assertThat(publish("{", own()).statusCode()).isEqualTo(400);
    assertThat(publish("[]", own()).statusCode()).isEqualTo(400);
    assertThat(publish("{\"channel\":\"/records\",\"message\":1}", own()).statusCode())
        .isEqualTo(400);
    assertThat(publish(RECORD.replace("/records\"", "/else\""), own()).statusCode()).isEqualTo(400);
    assertThat(publish("\"" + "x".repeat(70_000) + "\"", own()).statusCode()).isEqualTo(413);
  }

  @Test
  void theSampleUsersAreKnown() {
    assertThat(server.store().get("/current_users/demo-ann"))
        .isEqualTo("{\"name\":\"Ann\",\"group_ids\":[1,2],\"id\":1}");
    assertThat(server.store().get("/current_users/demo-ben"))
        .isEqualTo("{\"name\":\"Ben\",\"group_ids\":[2],\"id\":2}");
  }

  @Test
  void withoutClientThePageSaysSo() throws Exception {
    assertThat(page.canConnect()).isFalse();
    assertThat(get("/setup.json").body()).contains("\"client\":false", records.toString());
    assertThat(get(Assets.CLIENT).statusCode()).isEqualTo(404);
  }

  @Test
  void theClientIsServedFromItsFile(@TempDir Path folder) throws Exception {
    Path bundle = Files.writeString(folder.resolve("io.js"), "export const io = 1;");
    page.close();
    page = page(bundle, 0);

    assertThat(page.canConnect()).isTrue();
    assertThat(get(Assets.CLIENT).body()).isEqualTo("export const io = 1;");
  }

  @Test
  void aPortInUseIsReplacedByAFreeOne() throws Exception {
    try (var second = page(null, page.url().getPort())) {
      assertThat(second.url().getPort()).isNotEqualTo(page.url().getPort());
    }
  }

  private DemoPage page(@Nullable Path client, int port) throws Exception {
    var publish = URI.create("http://127.0.0.1:9400/publish");
    var settings = new DemoSettings(port, records, publish, false, client);
    return DemoPage.start(settings, server.broker(), server.store());
  }

  private SioClient connected(String token) {
    var client = new SioClient(records.getPort(), "channel_token=" + token);
    client.send("40").connected();
    return client;
  }

  private String own() {
    return "http://127.0.0.1:" + page.url().getPort();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(page.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> publish(String body, @Nullable String origin) throws Exception {
    var request =
        HttpRequest.newBuilder(page.url().resolve("/publish")).POST(BodyPublishers.ofString(body));
    if (origin != null) {
      request.header("Origin", origin);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
