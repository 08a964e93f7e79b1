package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.hex;
import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.lib0.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with what yjs 13.6.33 made of random edits by one to three peers: every content type,
/// lone halves of surrogate pairs, garbage, gaps, duplicates.
final class YjsVectorsTest {
  static Stream<Map<?, ?>> cases() throws IOException {
    try (var in = YjsVectorsTest.class.getResourceAsStream("yjs-13.6.33.jsonl")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return lines.lines().map(YjsVectorsTest::json);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void mergedUpdatesAreTheSameBytes(Map<?, ?> vector) {
    assertThat(hex(Updates.mergeUpdates(updates(vector, "list")))).isEqualTo(vector.get("merged"));
    assertThat(hex(Updates.mergeUpdates(updates(vector, "v2"), V2, Limits.DEFAULT)))
        .isEqualTo(vector.get("merged2"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convertedUpdatesAreTheSameBytes(Map<?, ?> vector) {
    List<byte[]> v1 = updates(vector, "list");
    List<byte[]> v2 = updates(vector, "v2");
    List<?> back = list(vector, "back");
    for (int i = 0; i < v1.size(); i++) {
      assertThat(hex(Updates.convert(v1.get(i), V1, V2))).isEqualTo(hex(v2.get(i)));
      assertThat(hex(Updates.convert(v2.get(i), V2, V1))).isEqualTo(back.get(i));
      assertThat(hex(Updates.convert(v2.get(i), V2, V2))).isEqualTo(hex(v2.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void diffsAreTheSameBytes(Map<?, ?> vector) {
    byte[] merged = bytes(vector.get("merged"));
    byte[] merged2 = bytes(vector.get("merged2"));
    for (Object element : list(vector, "diffs")) {
      Map<?, ?> diff = (Map<?, ?>) Objects.requireNonNull(element);
      StateVector known = StateVector.decode(bytes(diff.get("sv")));
      assertThat(hex(Updates.diffUpdate(merged, known))).isEqualTo(diff.get("d"));
      assertThat(hex(Updates.diffUpdate(merged2, known, V2, Limits.DEFAULT)))
          .isEqualTo(diff.get("d2"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stateVectorsAreTheSameBytes(Map<?, ?> vector) {
    List<byte[]> updates = updates(vector, "list");
    List<?> vectors = list(vector, "svEach");
    for (int i = 0; i < updates.size(); i++) {
      assertThat(hex(Updates.encodeStateVectorFromUpdate(updates.get(i))))
          .isEqualTo(vectors.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameUpdatesAreContained(Map<?, ?> vector) {
    StateVector known = StateVector.decode(bytes(vector.get("snapSv")));
    DeleteSet deleted = Updates.deleteSet(bytes(vector.get("state")), V1, Limits.DEFAULT);
    List<byte[]> updates = updates(vector, "list");
    List<?> contained = list(vector, "contains");
    for (int i = 0; i < updates.size(); i++) {
      assertThat(Updates.contains(known, deleted, updates.get(i))).isEqualTo(contained.get(i));
    }
  }

  private static Map<?, ?> json(String line) {
    return (Map<?, ?>)
        Objects.requireNonNull(JsonReader.read(line.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<?> list(Map<?, ?> vector, String name) {
    return (List<?>) Objects.requireNonNull(vector.get(name));
  }

  private static List<byte[]> updates(Map<?, ?> vector, String name) {
    return list(vector, name).stream().map(YjsVectorsTest::bytes).toList();
  }

  private static byte[] bytes(@Nullable Object hex) {
    return HexFormat.of().parseHex((String) Objects.requireNonNull(hex));
  }
}
