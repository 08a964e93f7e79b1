package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.carillon.yjs.lib0.AnyWriter;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is refused changes nothing, however far it got.
final class RefusalTest {
  private static final Limits SMALL = new Limits(100, 10, 5, 200, 5000, 15);

  private final Doc doc = Doc.create(DocSettings.DEFAULT.withLimits(SMALL).withClientIds(() -> 1));
  private final List<byte[]> heard = new ArrayList<>();

  @BeforeEach
  void fill() {
    doc.text("t").insert(0, "a😀bcdef");
    doc.text("t").format(1, 3, Map.of("b", true));
    doc.map("m").set("k", "v");
    doc.map("m").setMap("n").set("x", List.of(1, 2));
    doc.array("a").insert(0, List.of(1, 2, 3, 4));
    doc.onUpdate((update, transaction) -> heard.add(update));
  }

  /// Encodes the graph itself, not what is remembered of it.
  private String graph() {
    return hex(StateWriter.encode(doc.graph(), StateVector.EMPTY, UpdateFormat.V1))
        + doc.text("t").toDelta()
        + doc.toJson()
        + doc.text("t").length()
        + doc.isPending();
  }

  private void isRefused(byte[] update, Reason reason) {
    heard.clear();
    String before = graph();
    byte[] state = doc.encodeStateAsUpdate();
    assertThatThrownBy(() -> doc.applyUpdate(update))
        .asInstanceOf(type(UpdateRefusedException.class))
        .extracting(UpdateRefusedException::reason)
        .isEqualTo(reason);
    assertThat(graph()).isEqualTo(before);
    assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(hex(state));
    assertThat(heard).isEmpty();
  }

  @Test
  void anUpdateThatIsCutOff() {
    byte[] whole = doc.encodeStateAsUpdate();
    for (int length = 0; length < whole.length; length++) {
      isRefused(Arrays.copyOf(whole, length), Reason.MALFORMED);
    }
  }

  @Test
  void anItemThatNamesALaterOneOfItsClient() {
    isRefused(bytes("01 01 09 00 | 84 09 00 01 \"x\" | 00"), Reason.MALFORMED);
  }

  @Test
  void bytesBehindTheEnd() {
    byte[] good = bytes("01 01 09 00 | 04 01 01 \"t\" 01 \"x\" | 00");
    isRefused(Arrays.copyOf(good, good.length + 1), Reason.MALFORMED);
    isRefused(bytes("00 00 05"), Reason.MALFORMED);
  }

  @Test
  void typesThatLieTooDeep() {
    // Client 9 splits the emoji, overwrites a key, and then nests beyond the limit.
    isRefused(
        bytes(
            "01 09 09 00"
                + "| c4 01 01 01 02 01 \"x\""
                + "| 28 01 01 \"m\" 01 \"k\" 01 7d01"
                + "| 27 01 03 \"new\" 01 \"k\" 01"
                + "| 27 00 09 02 01 \"k\" 01"
                + "| 27 00 09 03 01 \"k\" 01"
                + "| 27 00 09 04 01 \"k\" 01"
                + "| 27 00 09 05 01 \"k\" 01"
                + "| 27 00 09 06 01 \"k\" 01"
                + "| 27 00 09 07 01 \"k\" 01"
                + "| 01 01 01 00 03"),
        Reason.LIMIT);
  }

  @Test
  void moreConflictsAtOnePlaceThanMayBeLookedAt() {
    // Each finds its place at once but the last, which belongs behind all others.
    for (int client = 30; client > 10; client--) {
      doc.applyUpdate(insertAtBeginning(client));
    }
    isRefused(insertAtBeginning(40), Reason.LIMIT);
    doc.applyUpdate(insertAtBeginning(9));
  }

  private static byte[] insertAtBeginning(int client) {
    return bytes("01 01 %02x 00 | 04 01 01 \"c\" 01 \"x\" | 00".formatted(client));
  }

  @Test
  void aDocumentThatWouldBecomeTooLarge() {
    Doc large = new Doc();
    large.text("t").insert(0, "x".repeat(6000));
    isRefused(large.encodeStateAsUpdate(), Reason.LIMIT);
  }

  @Test
  void aDocumentThatWouldBecomeTooLargeByItsNames() {
    String longName = "n".repeat(6000);
    Doc key = new Doc();
    key.map("m").set(longName, 1);
    isRefused(key.encodeStateAsUpdate(), Reason.LIMIT);
    Doc root = new Doc();
    root.array(longName).push(1);
    isRefused(root.encodeStateAsUpdate(), Reason.LIMIT);
    Doc node = new Doc();
    node.xml("x").insertElement(0, longName);
    isRefused(node.encodeStateAsUpdate(), Reason.LIMIT);
  }

  @Test
  void bytesInAnEmbedWeighWhatTheyTakeInV1() {
    byte[] update = embed(new byte[2000]);
    assertThat(update).hasSizeLessThan(2100);
    assertThat(Updates.convert(update, UpdateFormat.V2, UpdateFormat.V1))
        .hasSizeGreaterThan(10_000);

    assertThatThrownBy(() -> doc.applyUpdate(update, UpdateFormat.V2))
        .hasMessageContaining("too large");
    doc.applyUpdate(embed(new byte[200]), UpdateFormat.V2);
  }

  @Test
  void bytesInAnEmbedAreADepthMore() {
    Object value = new byte[] {1};
    for (int depth = 1; depth < SMALL.valueDepth(); depth++) {
      value = List.of(value);
    }
    byte[] tooDeep = embed(List.of(value));
    assertThatThrownBy(() -> doc.applyUpdate(tooDeep, UpdateFormat.V2))
        .hasMessageContaining("too deep");

    doc.applyUpdate(embed(value), UpdateFormat.V2);
    Doc other = Doc.create(doc.settings());
    other.applyUpdate(doc.encodeStateAsUpdate());
    doc.rest();
    assertThat(doc.toJson()).isEqualTo(other.toJson());
  }

  /// Client 9 puts a value into a text, in v2.
  private static byte[] embed(Object value) {
    var any = new Encoder();
    AnyWriter.write(any, value);
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V2);
    out.rest.writeVarUint(1);
    out.rest.writeVarUint(1);
    out.client(9);
    out.rest.writeVarUint(0);
    out.info(Content.EMBED);
    out.isRootParent(true);
    out.name("embeds");
    out.json(EncodedJson.any(any.toByteArray()));
    out.rest.writeVarUint(0);
    return out.toByteArray();
  }

  @Test
  void moreThatWaitsThanMay() {
    byte[] early = bytes("01 01 09 05 | 84 09 04 50 \"" + "x".repeat(80) + "\" | 00");
    doc.applyUpdate(early);
    assertThat(doc.isPending()).isTrue();
    doc.applyUpdate(early);
    isRefused(early, Reason.LIMIT);
  }

  @Test
  void whatWaitedIsDroppedWhenItsPlaceIsRefused() {
    StringBuilder nested = new StringBuilder("01 07 09 01");
    for (int clock = 1; clock < 8; clock++) {
      nested.append("| 27 00 09 %02x 01 \"k\" 01".formatted(clock - 1));
    }
    doc.applyUpdate(bytes(nested + "| 00"));
    assertThat(doc.isPending()).isTrue();

    doc.applyUpdate(bytes("01 01 09 00 | 27 01 03 \"new\" 01 \"k\" 01 | 00"));

    assertThat(doc.isPending()).isFalse();
    assertThat(doc.stateVector().clock(9)).isEqualTo(1);
    assertThat(doc.map("new").has("k")).isTrue();
  }

  @Test
  void aTransactionThatThrowsIsTakenBack() {
    String before = graph();
    List<YType> made = new ArrayList<>();

    assertThatThrownBy(() ->
            doc.transact(
                "me",
                _ -> {
                  doc.text("t").insert(2, "amid the emoji");
                  doc.text("t").delete(0, 5);
                  doc.map("m").delete("n");
                  made.add(doc.map("m").setArray("k"));
                  doc.array("fresh").push(1);
                  doc.array("a").delete(1, 2);
                  doc.array("a").delete(5, 1);
                }))
        .isInstanceOf(IndexOutOfBoundsException.class);

    assertThat(graph()).isEqualTo(before);
    assertThat(heard).isEmpty();
    assertThat(made.getFirst().isDeleted()).isTrue();
    doc.text("t").insert(0, "still ");
    assertThat(doc.text("t").toString()).isEqualTo("still a😀bcdef");
  }

  @Test
  void aPartThatFailedTakesTheWholeTransactionWithIt() {
    String before = graph();

    assertThatThrownBy(() ->
            doc.transact(() -> {
              doc.text("t").insert(0, "x");
              try {
                doc.array("a").delete(9, 1);
              } catch (IndexOutOfBoundsException e) {
                assertThat(e).hasMessageContaining("9");
              }
            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(graph()).isEqualTo(before);
  }
}
