package dev.carillon.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.json.BadJson;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareCodecTest {
  private static final Device PHONE =
      new Device("phone \"1\"", "b", Instant.ofEpochMilli(1_700_000_000_123L), "{\"a\":\"🔔\"}");

  static List<ShareMessage> messages() {
    return List.of(
        new ShareMessage.Steps(
            "n1",
            "b",
            12,
            List.of(
                new ShareMessage.Step("r", "ann", PHONE.id(), PHONE, Farewell.LOST),
                new ShareMessage.Step("r", "ben", "1", null, Farewell.LEFT),
                new ShareMessage.Step("r", "cem", "1", null, Farewell.LOST))),
        new ShareMessage.Part("n1", "b", 15, 1, 2, List.of(new Entry("r", "ann", PHONE))),
        new ShareMessage.Part("n1", "b", 0, 0, 1, List.of()),
        new ShareMessage.Beat("n1", "b", 15),
        new ShareMessage.Ask("n1", "n2"),
        new ShareMessage.Ask("n1", null));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(ShareMessage message) throws Exception {
    assertThat(ShareCodec.decode(ShareCodec.encode(message))).isEqualTo(message);
  }

  @Test
  void itIsReadableOnACommandLine() {
    assertThat(new String(ShareCodec.encode(messages().getFirst()), UTF_8))
        .isEqualTo(
            "[1,\"steps\",\"n1\",\"b\",12,"
                + "[[\"r\",\"ann\",\"phone \\\"1\\\"\",1700000000123,\"{\\\"a\\\":\\\"🔔\\\"}\"],"
                + "[\"r\",\"ben\",\"1\",\"left\"],[\"r\",\"cem\",\"1\",\"lost\"]]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[2,\"beat\",\"n1\",\"b\",1]",
        "[1,\"what\",\"n1\"]",
        "[1,\"beat\",\"n1\",\"b\"]",
        "[1,\"beat\",\"n1\",\"b\",\"1\"]",
        "[1,\"beat\",\"n1\",\"b\",123456789012345678901234567890]",
        "[1,\"beat\",\"n1\",\"b\",1,2]",
        "[1,\"ask\",\"n1\",7]",
        "[1,\"ask\",\"n1\",\"n2\",\"n3\"]",
        "[1,\"steps\",\"n1\",\"b\",1,[[\"r\",\"u\",\"d\"]]]",
        "[1,\"steps\",\"n1\",\"b\",1,[[\"r\",\"u\",\"d\",12]]]",
        "[1,\"steps\",\"n1\",\"b\",1,[\"r\"]]",
        "[1,\"part\",\"n1\",\"b\",1,0,1,[[\"r\",\"u\",\"d\",\"lost\"]]]",
        "[1,\"part\",\"n1\",\"b\",1,1,1,[]]",
        "[1,\"part\",\"n1\",\"b\",1,-1,1,[]]"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> ShareCodec.decode(text.getBytes(UTF_8))).isInstanceOf(BadJson.class);
  }

  @Test
  void damagedMessagesAreRefusedOrReadAndNothingElse() {
    var random = new Random(7);
    for (ShareMessage message : messages()) {
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = ShareCodec.encode(message);
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
          assertThat(ShareCodec.decode(bytes)).isNotNull();
        } catch (BadJson expected) {
          assertThat(expected.reason()).isNotEmpty();
        }
      }
    }
  }
}
