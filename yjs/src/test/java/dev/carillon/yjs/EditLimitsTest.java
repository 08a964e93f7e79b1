package dev.carillon.yjs;

import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a document accepts it can read back, here and on others with the same limits: every edit, at
/// every limit.
final class EditLimitsTest {
  private static final Limits SMALL = new Limits(5, 3, 4, 60, 200, 2);
  private static final List<Limits> SETTINGS =
      List.of(
          Limits.DEFAULT,
          Limits.DEFAULT.withStructs(5),
          Limits.DEFAULT.withValueDepth(1),
          Limits.DEFAULT.withValueDepth(500),
          Limits.DEFAULT.withTypeDepth(1),
          Limits.DEFAULT.withTypeDepth(700),
          Limits.DEFAULT.withPendingBytes(1),
          Limits.DEFAULT.withDocumentBytes(200),
          Limits.DEFAULT.withScanSteps(1),
          SMALL,
          new Limits(1, 1, 1, 1, 1, 1));

  /// How much of it each edit is asked for: around all the limits above.
  private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 6, 99, 100, 101, 201, 499, 501);

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("set a list", (doc, n) -> doc.map("m").set("k", lists(n))),
        edit("set an object", (doc, n) -> doc.map("m").set("k", objects(n))),
        edit("push", (doc, n) -> doc.array("a").push("x", lists(n), null)),
        edit("insert values", (doc, n) -> doc.array("a").insert(0, List.of(1, objects(n)))),
        edit("push bytes", (doc, n) -> doc.array("a").push(new byte[n])),
        edit("push many", (doc, n) -> doc.transact(() -> repeat(n, i -> doc.array("a").push(i)))),
        edit("push a subdoc", (doc, n) -> doc.array("a").push(new Subdoc("g", objects(n)))),
        edit("a long guid", (doc, n) -> doc.array("a").push(new Subdoc("g".repeat(n)))),
        edit("a long key", (doc, n) -> doc.map("m").set("k".repeat(n), 1)),
        edit("a long root name", (doc, n) -> doc.text("r".repeat(n)).insert(0, "x")),
        edit("a long node name", (doc, n) -> doc.xml("x").insertElement(0, "p".repeat(n))),
        edit("a long text", (doc, n) -> doc.text("t").insert(0, "é".repeat(n))),
        edit("a format", (doc, n) -> doc.text("t").insert(0, "x", Map.of("f", lists(n)))),
        edit("a format of bytes", (doc, n) -> doc.text("t").insert(0, "x", Map.of("f", bytes(n)))),
        edit("a long format", (doc, n) -> doc.text("t").insert(0, "x", Map.of("f".repeat(n), 1))),
        edit(
            "an embed",
            (doc, n) -> doc.text("t").insertEmbed(0, objects(n), Map.of("f", lists(n)))),
        edit("an embed of bytes", (doc, n) -> doc.text("t").insertEmbed(0, bytes(n), Map.of())),
        edit("many embeds", EditLimitsTest::embeds),
        edit("format a range", EditLimitsTest::formatRange),
        edit("a delta", EditLimitsTest::delta),
        edit("a delta beyond the end", EditLimitsTest::retain),
        edit("an attribute of a text", (doc, n) -> doc.text("t").setAttribute("k", lists(n))),
        edit("an attribute", EditLimitsTest::attribute),
        edit("maps in maps", (doc, n) -> doc.transact(() -> maps(doc, n))),
        edit("arrays in arrays", (doc, n) -> doc.transact(() -> arrays(doc, n))),
        edit("elements in elements", (doc, n) -> doc.transact(() -> elements(doc, n))),
        edit("texts in arrays", EditLimitsTest::texts),
        edit(
            "overwrite", (doc, n) -> doc.transact(() -> repeat(n, i -> doc.map("m").set("k", i)))));
  }

  private static Arguments edit(String name, BiConsumer<Doc, Integer> edit) {
    return Arguments.of(name, edit);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void whatIsAcceptedIsReadBack(String name, BiConsumer<Doc, Integer> edit) {
    int accepted = 0;
    int refused = 0;
    for (Limits limits : SETTINGS) {
      for (int size : SIZES) {
        if (isReadBack(name, edit, size, limits)) {
          accepted++;
        } else {
          refused++;
        }
      }
    }
    assertThat(accepted).as("accepted").isPositive();
    assertThat(refused).as("refused").isPositive();
  }

  private static boolean isReadBack(
      String name, BiConsumer<Doc, Integer> edit, int size, Limits limits) {
    String what = name + " " + size + " under " + limits;
    DocSettings settings = DocSettings.DEFAULT.withLimits(limits).withClientIds(() -> 1);
    Doc doc = Doc.create(settings);
    Doc heard = Doc.create(settings.withClientIds(() -> 2));
    Doc heardV2 = Doc.create(settings.withClientIds(() -> 2));
    doc.onUpdate((update, transaction) -> heard.applyUpdate(update));
    doc.onUpdate(V2, (update, transaction) -> heardV2.applyUpdate(update, V2));
    byte[] before = doc.encodeStateAsUpdate();
    try {
      edit.accept(doc, size);
    } catch (UpdateRefusedException refusal) {
      assertThat(refusal.reason()).as(what).isEqualTo(Reason.LIMIT);
      if (!name.startsWith("a delta")) { // some edits here are two
        assertThat(StateWriter.encode(doc.graph(), StateVector.EMPTY, V1))
            .as(what)
            .isEqualTo(before);
      }
      readsBack(doc, settings, what);
      return false;
    }
    readsBack(doc, settings, what);
    assertThat(text(heard.toJson())).as(what).isEqualTo(text(doc.toJson()));
    assertThat(text(heardV2.toJson())).as(what).isEqualTo(text(doc.toJson()));
    return true;
  }

  private static void readsBack(Doc doc, DocSettings settings, String what) {
    String json = text(doc.toJson());
    List<DeltaOp> delta = doc.text("t").toDelta();
    byte[] v1 = doc.encodeStateAsUpdate();
    byte[] v2 = doc.encodeStateAsUpdate(V2);
    doc.rest();
    List<Doc> others =
        List.of(
            doc,
            Doc.load(v1, settings),
            Doc.load(v2, V2, settings),
            Doc.load(v1, settings.withLimits(new Limits(1, 1, 1, 1, 1, 1))),
            applied(v1, V1, settings),
            applied(v2, V2, settings));
    for (Doc other : others) {
      assertThat(text(other.toJson())).as(what).isEqualTo(json);
      assertThat(text(other.text("t").toDelta())).as(what).isEqualTo(text(delta));
      other.map("m").delete("k");
      other.rest();
      assertThat(other.map("m").has("k")).as(what).isFalse();
    }
  }

  /// Values as text: without the addresses of byte arrays.
  private static String text(Object values) {
    return values.toString().replaceAll("\\[B@[0-9a-f]+", "bytes");
  }

  private static Doc applied(byte[] state, UpdateFormat format, DocSettings settings) {
    Doc doc = Doc.create(settings.withClientIds(() -> 3));
    doc.applyUpdate(state, format);
    return doc;
  }

  @Test
  void typesMayLieDeeperThanTheStackIsOnceTheyWereTaken() {
    Doc doc = Doc.create(DocSettings.DEFAULT.withLimits(Limits.DEFAULT.withTypeDepth(1_000_000)));
    doc.transact(() -> maps(doc, 50_000));
    doc.transact(() -> elements(doc, 50_000));
    Doc loaded = Doc.load(doc.encodeStateAsUpdate());

    assertThat(loaded.toJson().keySet()).containsExactlyInAnyOrder("m", "x");
    assertThat(loaded.xml("x").toString()).hasSize(50_000 * 7);
    loaded.map("m").delete("k");
    loaded.xml("x").delete(0, 1);
    assertThat(loaded.toJson()).isEmpty();
  }

  @Test
  void aRefusalOfAnUpdateNamesTheStructThatIsToBlame() {
    Doc doc = Doc.create(DocSettings.DEFAULT.withLimits(Limits.DEFAULT.withTypeDepth(2)));
    byte[] deep =
        Hex.bytes(
            "01 03 09 00 | 27 01 01 \"m\" 01 \"k\" 01 | 27 00 09 00 01 \"k\" 01"
                + " | 27 00 09 01 01 \"k\" 01 | 00");

    for (UpdateFormat format : UpdateFormat.values()) {
      byte[] update = Updates.convert(deep, V1, format);
      assertThatThrownBy(() -> doc.applyUpdate(update, format))
          .isInstanceOfSatisfying(
              UpdateRefusedException.class,
              e -> assertThat(e.position()).isBetween(4, update.length));
    }
    assertThatThrownBy(() -> doc.applyUpdate(deep)).hasMessageContaining("at byte 18");
  }

  @Test
  void namesThatNobodyCanEncodeAreRefusedAtTheEdit() {
    for (String name : new @Nullable String[] {null, "\ud800", "a\udc00"}) {
      Doc doc = new Doc();
      List<Runnable> edits = new ArrayList<>();
      edits.add(() -> doc.map(name).set("k", 1));
      edits.add(() -> doc.map("m").set(name, 1));
      edits.add(() -> doc.map("m").setMap(name));
      edits.add(() -> doc.map("m").setText(name));
      edits.add(() -> doc.xml("x").insertElement(0, name));
      edits.add(() -> doc.text("t").setAttribute(name, 1));
      edits.add(() -> doc.text("t").insert(0, "x", Collections.singletonMap(name, 1)));
      edits.add(() -> doc.array("a").push(new Subdoc(name)));
      for (Runnable edit : edits) {
        assertThatThrownBy(edit::run)
            .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class);
        assertThat(doc.encodeStateAsUpdate()).containsExactly(0, 0);
      }
    }
  }

  private static Object lists(int depth) {
    Object value = 1;
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static Map<String, @Nullable Object> objects(int depth) {
    Map<String, @Nullable Object> value = Map.of("v", 1);
    for (int i = 1; i < depth; i++) {
      value = Map.of("o", value);
    }
    return value;
  }

  private static Object bytes(int depth) {
    Object value = new byte[] {1, 2, 3};
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static void repeat(int times, IntConsumer edit) {
    for (int i = 0; i < times; i++) {
      edit.accept(i);
    }
  }

  private static void embeds(Doc doc, int n) {
    doc.transact(() -> repeat(n, i -> doc.text("t").insertEmbed(0, i, Map.of())));
  }

  private static void formatRange(Doc doc, int n) {
    doc.transact(() -> {
      doc.text("t").insert(0, "abc");
      doc.text("t").format(1, 1, Map.of("f", lists(n)));
    });
  }

  private static void delta(Doc doc, int n) {
    doc.text("t")
        .applyDelta(
            List.of(
                new DeltaOp.Insert("x", Map.of("f", lists(n))), new DeltaOp.Insert(objects(n))));
  }

  private static void retain(Doc doc, int n) {
    doc.text("t").applyDelta(List.of(new DeltaOp.Retain(n)));
    doc.text("t").applyDelta(List.of(new DeltaOp.Retain(n > 400 ? Integer.MAX_VALUE : n)));
  }

  private static void attribute(Doc doc, int n) {
    doc.transact(() -> doc.xml("x").insertElement(0, "p").setAttribute("k", lists(n)));
  }

  private static void maps(Doc doc, int n) {
    YMap map = doc.map("m");
    for (int i = 0; i < n; i++) {
      map = map.setMap("k");
    }
  }

  private static void arrays(Doc doc, int n) {
    YArray array = doc.array("a");
    for (int i = 0; i < n; i++) {
      array = array.insertArray(0);
    }
    array.push("inside");
  }

  private static void elements(Doc doc, int n) {
    YXmlFragment xml = doc.xml("x");
    for (int i = 0; i < n; i++) {
      xml = xml.insertElement(0, "p");
    }
  }

  private static void texts(Doc doc, int n) {
    doc.transact(() -> repeat(n, i -> doc.array("a").insertText(0).insert(0, "x")));
  }
}
