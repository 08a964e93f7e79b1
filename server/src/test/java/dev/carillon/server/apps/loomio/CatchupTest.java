package dev.carillon.server.apps.loomio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Instruments;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.FakeStore;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CatchupTest {
  private final FakeStore store = new FakeStore(new FakeClock());
  private final List<String> bad = new ArrayList<>();
  private final Catchup catchup =
      new Catchup(
          store,
          Settings.of(Records::new, Map.of()),
          "loomio",
          new Instruments() {
            @Override
            public void badInput(String endpoint, String source, String reason) {
              bad.add(source + " " + reason);
            }
          });

  @BeforeEach
  void publishSome() {
    store.addScored("/records/group-9", 41, "{\"comments\":[{\"id\":1}]}");
    store.addScored("/records/group-9", 42, "{\"z\":1.10,\"a\":\"\\u00e9\"}");
    store.addScored("/records/group-9", 43, "{\"polls\":[]}");
    store.addScored("/records/user-5", 7, "{\"notifications\":[]}");
    store.addScored("/records/group-1", 1, "{\"secret\":true}");
  }

  @Test
  void answerIsOneArrayOfAllRoomsStrictlyAfterTheScores() {
    assertThat(answer("{\"group-9\":41,\"user-5\":6.5}"))
        .isEqualTo("[{\"z\":1.10,\"a\":\"\\u00e9\"},{\"polls\":[]},{\"notifications\":[]}]");
    assertThat(answer("{\"group-9\":43}")).isEqualTo("[]");
  }

  @Test
  void roomsThatTheConnectionIsNotInAreLeftOut() {
    assertThat(answer("{\"group-1\":0,\"user-5\":0}")).isEqualTo("[{\"notifications\":[]}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "7", "\"group-9\"", "[{\"group-9\":1}]"})
  void malformedQuestionGetsNothing(String question) {
    assertThat(answer(question)).isEqualTo("[]");
    assertThat(bad).containsExactly("client catchup");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"group-9\":\"41\"}", "{\"group-9\":null}", "{\"group-9\":{}}"})
  void scoreThatIsNoNumberIsLeftOut(String question) {
    assertThat(answer(question)).isEqualTo("[]");
  }

  @Test
  void memberThatIsNoRecordSetIsLeftOut() {
    store.addScored("/records/group-9", 44, "{\"broken\":");
    store.addScored("/records/group-9", 45, "],\"injected\":[");

    assertThat(answer("{\"group-9\":42}")).isEqualTo("[{\"polls\":[]}]");
    assertThat(bad).hasSize(2);
  }

  @Test
  void latestAreKeptWhereThereAreTooMany() {
    for (int i = 100; i < 400; i++) {
      store.addScored("/records/group-9", i, "{\"n\":" + i + "}");
    }
    assertThat(answer("{\"group-9\":0}")).startsWith("[{\"n\":200},").endsWith(",{\"n\":399}]");
  }

  @Test
  void sizeIsLimited() {
    for (int i = 100; i < 110; i++) {
      String filler = "x".repeat(300_000);
      store.addScored("/records/group-9", i, "{\"n\":" + i + ",\"t\":\"" + filler + "\"}");
    }
    assertThat(answer("{\"group-9\":0}"))
        .hasSizeLessThan(1024 * 1024)
        .startsWith("[{\"n\":107")
        .contains("\"n\":109");
  }

  private String answer(String question) {
    return new String(
        catchup.answer(
            JsonMapper.shared().readTree(question), Set.of("notice", "group-9", "user-5")),
        StandardCharsets.UTF_8);
  }
}
