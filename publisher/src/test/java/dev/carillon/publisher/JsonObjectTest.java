package dev.carillon.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  @Test
  void keepsTheOrderAndWritesWhatJsonHas() {
    var object =
        new JsonObject()
            .put("z", null)
            .put("text", "\u00fc\"\n\u2028")
            .put("flag", true)
            .put("long", Long.MAX_VALUE)
            .put("big", new BigInteger("123456789012345678901234567890"))
            .put("decimal", new BigDecimal("1.10"))
            .put("double", 0.5)
            .put("other", new AtomicLong(7))
            .put("list", List.of(1, Map.of("a", List.of())))
            .put("object", new JsonObject().put("b", 1))
            .put("half", "\ud800")
            .put("raw", RawJson.of("{ \"x\": 1.0 }"))
            .putIfPresent("absent", null)
            .putIfPresent("empty", "");

    assertThat(new String(object.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"z\":null,\"text\":\"\u00fc\\\"\\n\u2028\",\"flag\":true,"
                + "\"long\":9223372036854775807,\"big\":123456789012345678901234567890,"
                + "\"decimal\":1.10,\"double\":0.5,\"other\":7,\"list\":[1,{\"a\":[]}],"
                + "\"object\":{\"b\":1},\"half\":\"\\uD800\",\"raw\":{ \"x\": 1.0 }}");
  }

  @Test
  void whatJsonHasNotIsRefusedWithoutNamingIt() {
    for (Object none : List.of(Double.NaN, Float.NEGATIVE_INFINITY, Instant.EPOCH)) {
      assertThatThrownBy(() -> new JsonObject().put("a", none).bytes())
          .isInstanceOf(IllegalArgumentException.class)
          .hasNoCause()
          .hasMessageNotContaining("1970");
    }
    for (String none : List.of("", "{", "1 2", "{\"a\":1,\"a\":2}", "nul")) {
      assertThatThrownBy(() -> RawJson.of(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void momentsAreWrittenAsEachSystemDoes() {
    var moment = Instant.parse("2026-02-03T10:30:00.5Z");
    assertThat(Moments.millis(moment)).isEqualTo("2026-02-03T10:30:00.500Z");
    assertThat(Moments.shortest(moment)).isEqualTo("2026-02-03T10:30:00.5Z");
    assertThat(Moments.shortest(Instant.parse("2026-02-03T10:30:00.120000001Z")))
        .isEqualTo("2026-02-03T10:30:00.120000001Z");
    assertThat(Moments.shortest(Instant.parse("2026-02-03T10:30:00Z")))
        .isEqualTo("2026-02-03T10:30:00Z");
  }
}
