package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private final Publication update = App.LOOMIO.publication(300);
  private final ByteBuffer out = ByteBuffer.allocate(update.room());

  @Test
  void aCommandPublishesExactlyTheSizeAskedFor() {
    update.write(out, "group-1", 12, 34_567);

    String text = new String(out.array(), 0, out.position(), US_ASCII);
    String[] lines = text.split("\r\n", -1);
    assertThat(lines).hasSize(8).startsWith("*3", "$7", "PUBLISH", "$8", "/records", "$300");
    assertThat(lines[6])
        .hasSize(300)
        .startsWith("{\"room\":\"group-1\",\"records\":{\"comments\":[{\"id\":12,\"body\":\"xxx")
        .endsWith("x\"}],\"ts\":34567}}");
  }

  @Test
  void theTimeIsFoundInADeliveredEvent() {
    update.write(out, "user-4999", 1, 9_007_199_254_740_993L);
    String message = new String(out.array(), 0, out.position(), US_ASCII).split("\r\n", -1)[6];

    assertThat(timeIn("42[\"records\"," + message + ",\"Nx2fQ0b\"]"))
        .isEqualTo(9_007_199_254_740_993L);
  }

  @Test
  void anEventWithoutATimeHasNone() {
    assertThat(timeIn("42[\"notice\",{\"version\":\"1\"}]")).isEqualTo(-1);
    assertThat(timeIn("42[\"records\",{\"ts\":\"soon\"}]")).isEqualTo(-1);
    assertThat(timeIn("42")).isEqualTo(-1);
  }

  @Test
  void messagesOfEveryAppHaveTheSizeAskedForAndTheirTimeNearTheEnd() {
    for (App app : App.values()) {
      byte[] message = app.publication(400).message("group-1", 999_999, 123_456_789);

      assertThat(message).as(app.label()).hasSize(400);
      assertThat(timeIn(new String(message, US_ASCII))).as(app.label()).isEqualTo(123_456_789);
    }
  }

  private static long timeIn(String event) {
    byte[] bytes = ("..." + event).getBytes(US_ASCII);
    return Publication.timeIn(ByteBuffer.wrap(bytes), 3, bytes.length - 3);
  }
}
