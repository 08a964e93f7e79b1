package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a document does as a whole; the bytes are those of yjs 13.
final class DocTest {
  private final Doc doc = client(1);

  private static Doc client(long id) {
    return Doc.create(DocSettings.DEFAULT.withClientIds(() -> id));
  }

  @Test
  void editsAreEncodedAsYjsDoes() {
    YText text = doc.text("t");
    text.insert(0, "hi");
    assertThat(hex(doc.encodeStateAsUpdate()))
        .isEqualTo(hex(bytes("01 01 01 00 | 04 01 01 \"t\" 02 \"hi\" | 00")));

    text.delete(0, 1);
    assertThat(hex(doc.encodeStateAsUpdate()))
        .isEqualTo(
            hex(bytes("01 02 01 00 | 01 01 01 \"t\" 01 | 84 01 00 01 \"i\" | 01 01 01 00 01")));
  }

  @Test
  void aKeyThatIsSetAgainKeepsThePlaceOfTheOldValue() {
    doc.map("m").set("k", 1);
    doc.map("m").set("k", 2);

    assertThat(hex(doc.encodeStateAsUpdate()))
        .isEqualTo(
            hex(
                bytes(
                    "01 02 01 00 | 21 01 01 \"m\" 01 \"k\" 01 | a8 01 00 01 7d02 |"
                        + " 01 01 01 00 01")));
  }

  @Test
  void whatIsInADeletedTypeIsCollected() {
    YMap child = doc.map("m").setMap("c");
    child.set("x", 1);
    doc.map("m").delete("c");

    assertThat(hex(doc.encodeStateAsUpdate()))
        .isEqualTo(hex(bytes("01 02 01 00 | 21 01 01 \"m\" 01 \"c\" 01 | 00 01 | 01 01 01 00 02")));
    assertThat(child.isDeleted()).isTrue();
    assertThat(child.toMap()).isEmpty();
    assertThatThrownBy(() -> child.set("y", 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatComesTooEarlyWaitsAndIsToldToOthers() {
    byte[] third = bytes("01 01 01 02 | 84 01 01 01 \"c\" | 00");
    Doc other = client(2);
    other.applyUpdate(third);

    assertThat(other.isPending()).isTrue();
    assertThat(other.stateVector()).isEqualTo(StateVector.EMPTY);
    assertThat(hex(other.encodeStateAsUpdate())).isEqualTo(hex(third));

    other.applyUpdate(bytes("01 01 01 01 | 84 01 00 01 \"b\" | 00"));
    other.rest();
    assertThat(other.stateVector()).isEqualTo(StateVector.EMPTY);
    other.applyUpdate(bytes("01 01 01 00 | 04 01 01 \"t\" 01 \"a\" | 00"));

    assertThat(other.isPending()).isFalse();
    assertThat(hex(other.encodeStateAsUpdate()))
        .isEqualTo(hex(bytes("01 01 01 00 | 04 01 01 \"t\" 03 \"abc\" | 00")));
  }

  @Test
  void aDeletionThatComesBeforeItsTextWaits() {
    doc.applyUpdate(bytes("00 | 01 01 01 01 02"));
    assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(hex(bytes("00 | 01 01 01 01 02")));

    doc.rest();
    doc.applyUpdate(bytes("01 01 01 00 | 04 01 01 \"t\" 04 \"abcd\" | 00"));

    assertThat(doc.text("t").toString()).isEqualTo("ad");
    assertThat(doc.isPending()).isFalse();
  }

  @Test
  void itTellsWhetherAnUpdateIsContained() {
    doc.text("t").insert(0, "abc");
    doc.text("t").delete(1, 1);
    byte[] first = bytes("01 01 01 00 | 04 01 01 \"t\" 01 \"a\" | 01 01 01 01 01");
    byte[] more = bytes("00 | 01 01 01 00 02");
    byte[] later = bytes("01 01 01 03 | 84 01 02 01 \"d\" | 00");

    for (int turn = 0; turn < 2; turn++) {
      assertThat(doc.contains(first)).isTrue();
      assertThat(doc.contains(more)).isFalse();
      assertThat(doc.contains(later)).isFalse();
      doc.rest();
    }
    assertThat(doc.isAtRest()).isTrue();
  }

  @Test
  void handlesOutliveTheGraph() {
    YText text = doc.array("a").insertText(0);
    text.insert(0, "ab");
    byte[] awake = doc.encodeStateAsUpdate();
    StateVector clocks = doc.stateVector();

    doc.rest();

    assertThat(doc.isAtRest()).isTrue();
    assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(hex(awake));
    assertThat(doc.stateVector()).isEqualTo(clocks);
    assertThat(hex(doc.encodeStateAsUpdate(clocks))).isEqualTo("0000");
    assertThat(doc.isAtRest()).isTrue();
    text.insert(2, "c");
    assertThat(text.toString()).isEqualTo("abc");
    assertThat(doc.array("a").get(0)).isEqualTo(text);
  }

  @Test
  void anotherDocumentIsLoadedFromTheBytes() {
    doc.text("t").insert(0, "hello");
    Doc loaded = Doc.load(doc.encodeStateAsUpdate(), DocSettings.DEFAULT);

    assertThat(loaded.isAtRest()).isTrue();
    assertThat(loaded.text("t").toString()).isEqualTo("hello");
  }

  @Test
  void aClientIdThatSomebodyElseUsesIsGivenUp() {
    Iterator<Long> ids = List.of(1L, 7L).iterator();
    Doc mine = Doc.create(DocSettings.DEFAULT.withClientIds(ids::next));
    mine.text("t").insert(0, "a");
    mine.applyUpdate(bytes("01 01 01 01 | 84 01 00 01 \"b\" | 00"));

    mine.text("t").insert(2, "c");

    assertThat(mine.stateVector().toMap()).isEqualTo(Map.of(1L, 2, 7L, 1));
  }

  @Test
  void listenersHearOfATransactionOnceAndInOrder() {
    Doc other = client(2);
    List<String> heard = new ArrayList<>();
    doc.onUpdate((update, transaction) -> {
      if (doc.text("t").length() < 4) {
        doc.text("t").insert(0, "!!");
      }
    });
    Runnable remove =
        doc.onUpdate((update, transaction) -> {
          heard.add(transaction.origin() + " " + transaction.isLocal());
          other.applyUpdate(update);
        });

    doc.transact(
        "me",
        _ -> {
          doc.text("t").insert(0, "a");
          doc.text("t").insert(1, "b");
        });
    doc.applyUpdate(bytes("01 01 05 00 | 04 01 01 \"u\" 01 \"x\" | 00"), UpdateFormat.V1, "net");
    doc.text("t").delete(0, 0);
    remove.run();
    doc.text("t").insert(0, "unheard");

    assertThat(heard).containsExactly("me true", "null true", "net false");
    assertThat(other.text("t").toString()).isEqualTo("!!ab");
  }

  @Test
  void allListenersHearEvenIfOneThrows() {
    List<byte[]> heard = new ArrayList<>();
    doc.onUpdate((update, transaction) -> {
      throw new IllegalStateException("mine");
    });
    doc.onUpdate((update, transaction) -> heard.add(update));

    assertThatThrownBy(() -> doc.text("t").insert(0, "a")).hasMessage("mine");
    assertThat(heard).hasSize(1);
    assertThat(doc.text("t").toString()).isEqualTo("a");
  }

  @Test
  void rootTypesAreShownByWhatIsInThem() {
    doc.text("text").insert(0, "a");
    doc.array("list").push(1, null, "x");
    doc.map("map").set("k", true);
    doc.xml("xml").insertElement(0, "p").setAttribute("id", 1);
    doc.map("gone").set("k", true);
    doc.map("gone").delete("k");

    Map<String, Object> json = doc.toJson();

    assertThat(json.keySet()).containsExactly("text", "list", "map", "xml");
    assertThat(json)
        .containsEntry("text", "a")
        .containsEntry("map", Map.of("k", true))
        .containsEntry("xml", "<p id=\"1\"></p>");
    assertThat(doc.array("list").toJson()).containsExactly(1, null, "x");
  }

  @Test
  void aDocumentThatKeepsWhatIsDeletedIsReadAtASnapshot() {
    Doc keeping = Doc.create(DocSettings.DEFAULT.withGarbageCollected(false));
    keeping.text("t").insert(0, "a😀b");
    Snapshot before = Snapshot.decode(keeping.snapshot().encode());
    keeping.text("t").delete(0, 1);
    keeping.text("t").insert(3, "c");
    byte[] now = keeping.encodeStateAsUpdate();

    assertThat(keeping.at(before).text("t").toString()).isEqualTo("a😀b");
    assertThat(keeping.at(keeping.snapshot()).text("t").toString()).isEqualTo("😀bc");
    assertThat(hex(keeping.encodeStateAsUpdate())).isEqualTo(hex(now));
    assertThatThrownBy(() -> doc.at(before)).isInstanceOf(IllegalStateException.class);
    Doc empty = Doc.create(DocSettings.DEFAULT.withGarbageCollected(false));
    assertThatThrownBy(() -> empty.at(before)).isInstanceOf(IllegalArgumentException.class);
  }
}
