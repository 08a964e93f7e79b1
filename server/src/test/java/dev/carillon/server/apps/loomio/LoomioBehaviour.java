package dev.carillon.server.apps.loomio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.server.apps.Links;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.SioClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Loomio's clients and its backend see, whatever carries the messages.
abstract class LoomioBehaviour {
  private static final Links NO_LINKS =
      url -> {
        throw new AssertionError("the bots are off");
      };
  private static final String ANN = "channel_token=ann";

  private final List<AutoCloseable> open = new ArrayList<>();
  private Gateway gateway;
  private int port;

  @SuppressWarnings("NullAway.Init")
  LoomioBehaviour() {}

  /// Says what carries messages and state.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  @BeforeEach
  void start() {
    start(Map.of("membership-refresh", "0s"));
  }

  /// @param texts what is set, by the names of the keys; older clients are served unless it says otherwise
  final void start(Map<String, String> texts) {
    var all =
        new HashMap<>(
            Map.of(
                "records.bind", "127.0.0.1",
                "records.port", "0",
                "records.legacy-namespace", "true",
                "bots.enabled", "false"));
    texts.forEach((name, text) -> all.put("records." + name, text));
    App app = new LoomioApp(Settings.of(LoomioSettings::new, all), NO_LINKS);
    gateway = carriedBy(Gateway.builder()).lanes(2).app(app).start();
    port = gateway.addresses().getFirst().uri().getPort();
    open.add(gateway);
    gateway.apps().getFirst().ready().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    user("ann", "{\"name\":\"Ann\",\"group_ids\":[7,9],\"id\":5}");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void recordsReachTheMembersOfTheirRoomByteForByte() {
    SioClient ann = connected(ANN);
    SioClient other = connected("channel_token=nobody");
    String odd =
        "{ \"room\":\"group-7\", \"z\":1.10, \"a\":123456789012345678901234567890,"
            + "\"t\":\"\\u00e9 ☃ \\/\" ,\"records\":{\"comments\":[]}}";

    publish("/records", odd);
    publish("/records", "{\"room\":\"user-5\",\"records\":{\"notifications\":[{\"id\":3}]}}");
    publish("/records", "{\"room\":\"group-8\",\"records\":{}}");
    publish("/system_notice", "{\"notice\":\"last\"}");

    assertEvents(
        ann,
        "42[\"records\"," + odd + "]",
        "42[\"records\",{\"room\":\"user-5\",\"records\":{\"notifications\":[{\"id\":3}]}}]",
        "42[\"notice\",{\"notice\":\"last\"}]");
    assertEvents(other, "42[\"notice\",{\"notice\":\"last\"}]");
  }

  @Test
  void loggedOutVisitorsShareNoRoom() {
    user("visitor", "{\"name\":null,\"group_ids\":[],\"id\":null}");
    user("undefined", "{\"id\":1}");
    SioClient visitor = connected("channel_token=visitor");
    SioClient tokenless = connected("");

    publish("/records", "{\"room\":\"user-null\"}");
    publish("/records", "{\"room\":\"user-1\"}");
    publish("/records", "{\"room\":\"user-undefined\"}");
    publish("/system_notice", "{}");

    assertEvents(visitor, "42[\"notice\",{}]");
    assertEvents(tokenless, "42[\"notice\",{}]");
  }

  @Test
  void rubbishReachesNobodyAndStopsNothing() {
    SioClient ann = connected(ANN);

    for (String rubbish :
        new String[] {"", "null", "[]", "{", "{\"room\":\"group-7\"}\u001e", "x"}) {
      publish("/records", rubbish);
      publish("/system_notice", rubbish);
    }
    user("broken", "{\"id\":");
    SioClient broken = connected("channel_token=broken");
    publish("/system_notice", "{\"n\":1}");

    assertEvents(ann, "42[\"notice\",{\"n\":1}]");
    assertEvents(broken, "42[\"notice\",{\"n\":1}]");
  }

  @Test
  void whatClientsSendIsIgnored() {
    SioClient ann = connected(ANN).send("421[\"hello\",{}]").send("42[\"records\",{}]");

    publish("/system_notice", "{}");

    assertEvents(ann, "42[\"notice\",{}]");
    assertThat(ann.packets()).hasSize(2);
  }

  @Test
  void returningClientGetsWhatItMissedAndKeepsItsId() {
    SioClient ann = connected(ANN);
    publish("/records", "{\"room\":\"group-7\",\"n\":1}");
    await().until(() -> ann.packets().size() == 2);
    JsonNode entry = json(ann.connected().substring(2));
    String offset = json(ann.packets().get(1).substring(2)).get(2).asString();
    ann.close();
    await().until(() -> gateway.connections() == 0);
    publish("/records", "{\"room\":\"group-7\",\"n\":2}");
    publish("/records", "{\"room\":\"group-8\",\"n\":3}");
    publish("/system_notice", "{\"n\":4}");

    SioClient back = client(ANN).send(comeBack(entry, offset));

    assertThat(json(back.connected().substring(2))).isEqualTo(entry);
    assertEvents(
        back, "42[\"records\",{\"room\":\"group-7\",\"n\":2}]", "42[\"notice\",{\"n\":4}]");
    publish("/records", "{\"room\":\"user-5\",\"n\":5}");
    await().until(() -> back.events().size() == 3);
  }

  @Test
  void returningClientGetsNothingOfAGroupItHasLeft() {
    SioClient ann = connected(ANN);
    JsonNode entry = json(ann.connected().substring(2));
    publish("/system_notice", "{}");
    await().until(() -> ann.packets().size() == 2);
    String offset = json(ann.packets().get(1).substring(2)).get(2).asString();
    ann.close();
    await().until(() -> gateway.connections() == 0);
    user("ann", "{\"group_ids\":[9,11],\"id\":5}");
    publish("/records", "{\"room\":\"group-7\",\"n\":1}");
    publish("/records", "{\"room\":\"group-9\",\"n\":2}");

    SioClient back = client(ANN).send(comeBack(entry, offset));
    assertThat(json(back.connected().substring(2))).isEqualTo(entry);
    publish("/records", "{\"room\":\"group-7\",\"n\":3}");
    publish("/records", "{\"room\":\"group-11\",\"n\":4}");

    assertEvents(
        back,
        "42[\"records\",{\"room\":\"group-9\",\"n\":2}]",
        "42[\"records\",{\"room\":\"group-11\",\"n\":4}]");
  }

  @Test
  void leavingAGroupAndLoggingOutAreNoticed() {
    start(Map.of("membership-refresh", "50ms"));
    SioClient ann = connected(ANN);

    user("ann", "{\"group_ids\":[9,11],\"id\":5}");
    awaitRooms(ann, "group-11", "group-9", "user-5");
    gateway.store().remove("/current_users/ann");
    awaitRooms(ann);

    publish("/system_notice", "{\"still\":\"here\"}");
    await().until(() -> ann.events().getLast().contains("still"));
  }

  @Test
  void olderClientsGetUpdatesAndCatchUp() {
    gateway.store().addScored("/records/group-7", 41, "{\"comments\":[{\"id\":1}]}");
    gateway.store().addScored("/records/group-7", 42, "{\"polls\":[ ]}");
    gateway.store().addScored("/records/group-8", 42, "{\"secret\":[]}");
    SioClient old = client(ANN).send("40/records,");
    await().until(() -> old.packets().size() == 1);

    publish("/records", "{\"room\":\"group-7\",\"records\":{},\"score\":43}");
    publish("/system_notice", "{\"notice\":\"x\"}");
    await().until(() -> old.packets().size() == 3);
    old.send("42/records,0[\"catchup\",{\"group-7\":41,\"group-8\":0}]");
    await().until(() -> old.packets().size() == 4);
    old.send("42/records,1[\"catchup\",[]]");
    old.send("42/records,2[\"catchup\"]");
    await().until(() -> old.packets().size() == 6);

    assertThat(old.packets().get(1))
        .startsWith("42/records,[\"update\",{\"room\":\"group-7\",\"records\":{},\"score\":43}");
    assertThat(old.packets().get(2)).startsWith("42/records,[\"update\",{\"notice\":\"x\"}");
    assertThat(old.packets().subList(3, 6))
        .containsExactly("43/records,0[[{\"polls\":[ ]}]]", "43/records,1[[]]", "43/records,2[[]]");
  }

  @Test
  void olderClientsCanBeRefused() {
    start(Map.of("legacy-namespace", "false"));
    SioClient old = client("").send("40/records,");

    await().until(() -> !old.packets().isEmpty());
    assertThat(old.packets()).containsExactly("44/records,{\"message\":\"Invalid namespace\"}");
  }

  // ---- helpers ----

  final SioClient client(String query) {
    SioClient client = new SioClient(port, query);
    open.add(client);
    return client;
  }

  final SioClient connected(String query) {
    SioClient client = client(query).send("40");
    client.connected();
    return client;
  }

  final void user(String token, String value) {
    gateway.store().put("/current_users/" + token, value);
  }

  final void publish(String channel, String message) {
    gateway
        .publish(channel, message.getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static void assertEvents(SioClient client, String... events) {
    await().untilAsserted(() -> assertThat(client.events()).containsExactly(events));
  }

  /// Publishes to all rooms again and again, until exactly these rooms' messages arrive.
  private void awaitRooms(SioClient client, String... rooms) {
    await()
        .untilAsserted(() -> {
          int before = client.events().size();
          for (String room : new String[] {"group-11", "group-7", "group-9", "user-5"}) {
            publish("/records", "{\"room\":\"" + room + "\"}");
          }
          publish("/system_notice", "{\"end\":" + before + "}");
          await().until(() -> client.events().getLast().contains("\"end\":" + before + "}"));
          List<String> got = client.events().subList(before, client.events().size() - 1);
          assertThat(got)
              .containsExactly(
                  List.of(rooms).stream()
                      .map(room -> "42[\"records\",{\"room\":\"" + room + "\"}]")
                      .toArray(String[]::new));
        });
  }

  private static String comeBack(JsonNode entry, String offset) {
    return "40{\"pid\":\"" + entry.get("pid").asString() + "\",\"offset\":\"" + offset + "\"}";
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
