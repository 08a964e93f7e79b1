package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What can be told of an update, and read from a document, without its content.
final class UpdateDescriptionTest {
  private static final byte[] GAP =
      bytes("01 03 01 00 | 04 01 01 \"t\" 01 \"a\" | 0a 01 | 84 01 01 01 \"c\" | 01 02 01 05 03");

  @Test
  void aLineForTheLog() {
    assertThat(Updates.describe(GAP))
        .isEqualTo("22 bytes of V1: 2 structs, 1 gap 1:[0,3); deletes 2:[5,8)");
    assertThat(Updates.describe(Updates.convert(GAP, V1, V2), V2))
        .endsWith("bytes of V2: 2 structs, 1 gap 1:[0,3); deletes 2:[5,8)");
    assertThat(Updates.describe(new byte[2])).isEqualTo("2 bytes of V1: 0 structs");
    assertThat(Updates.describe(bytes("00 00 05")))
        .isEqualTo(
            "3 bytes of V1: malformed at byte 2: bytes behind the end (or the other format)");
  }

  @Test
  void theLineIsBoundedAndHoldsNoContent() {
    List<byte[]> updates = new ArrayList<>();
    for (long client = 1; client <= 300; client++) {
      long id = client << 40;
      Doc doc = Doc.create(DocSettings.DEFAULT.withClientIds(() -> id));
      doc.map("secretroot").set("secretkey", "secretvalue");
      doc.text("secretroot").insert(0, "secret");
      doc.text("secretroot").delete(1, 2);
      updates.add(doc.encodeStateAsUpdate());
    }
    String line = Updates.describe(Updates.mergeUpdates(updates));

    assertThat(line).hasSizeLessThan(800).doesNotContain("secret");
    assertThat(line).contains("and 292 more clients").contains("and 292 more ranges");
  }

  // As Y.parseUpdateMeta answers.
  @Test
  void metaSpansGaps() {
    assertThat(Updates.parseUpdateMeta(GAP))
        .isEqualTo(new UpdateMeta(Map.of(1L, 0), Map.of(1L, 3)));
    byte[] two =
        bytes("02 | 01 09 05 | 84 09 04 01 \"x\" | 01 02 00 | 04 01 01 \"t\" 01 \"a\" | 00");
    UpdateMeta meta = Updates.parseUpdateMeta(Updates.convert(two, V1, V2), V2);
    assertThat(meta.from()).isEqualTo(Map.of(9L, 5, 2L, 0));
    assertThat(meta.to()).isEqualTo(Map.of(9L, 6, 2L, 1));
    assertThat(meta.from().keySet()).containsExactly(9L, 2L);
  }

  @Test
  void deleteSetsCanBeRead() {
    byte[] update = bytes("00 | 02 | 05 02 00 02 04 01 | 01 01 04 01");

    assertThat(Updates.deleteSet(update).toMap())
        .isEqualTo(
            Map.of(
                5L, List.of(new DeleteSet.Range(0, 2), new DeleteSet.Range(4, 1)),
                1L, List.of(new DeleteSet.Range(4, 1))));
    assertThat(Updates.deleteSet(Updates.convert(update, V1, V2), V2).toMap().keySet())
        .containsExactly(5L, 1L);
  }

  @Test
  void rootNamesAreThoseWrittenTo() {
    Doc doc = new Doc();
    doc.text("asked for only");
    doc.text("t").insert(0, "x");
    doc.map("m").set("k", 1);
    doc.map("m").delete("k");
    doc.rest();

    assertThat(doc.rootNames()).containsExactlyInAnyOrder("t", "m");
  }

  @Test
  void eachListenerHearsTheFormatItAskedFor() {
    Doc doc = new Doc();
    List<byte[]> v1 = new ArrayList<>();
    List<byte[]> v2 = new ArrayList<>();
    Runnable stop = doc.onUpdate(V2, (update, transaction) -> v2.add(update));
    doc.onUpdate((update, transaction) -> v1.add(update));
    doc.text("t").insert(0, "hello");
    doc.text("t").delete(0, 1);
    stop.run();
    doc.text("t").insert(0, "H");

    assertThat(v1).hasSize(3);
    assertThat(v2).hasSize(2);
    for (int i = 0; i < v2.size(); i++) {
      assertThat(v2.get(i)).isEqualTo(Updates.convert(v1.get(i), V1, V2));
    }
    assertThat(Doc.load(doc.encodeStateAsUpdate(V2), V2, DocSettings.DEFAULT).text("t"))
        .hasToString("Hello");
    assertThat(doc.contains(v2.getFirst(), V2)).isTrue();
  }
}
