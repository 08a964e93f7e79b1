package dev.carillon.collab.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every storage of documents does.
abstract class DocumentStorageBehaviour {
  private DocumentStorage storage;

  abstract DocumentStorage open() throws IOException;

  @BeforeEach
  void start() throws IOException {
    storage = open();
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  DocumentStorage storage() {
    return storage;
  }

  /// Returns what a writer says who types a text letter by letter.
  static List<byte[]> typed(String text) {
    var updates = new ArrayList<byte[]>();
    Doc doc = new Doc();
    doc.onUpdate((update, transaction) -> updates.add(update));
    for (int i = 0; i < text.length(); i++) {
      doc.text("t").insert(i, text.substring(i, i + 1));
    }
    return updates;
  }

  static String read(StoredDocument stored) {
    Doc doc = new Doc();
    stored.updates().forEach(doc::applyUpdate);
    return doc.text("t").toString();
  }

  @Test
  void nothingIsStoredOfADocumentThatNobodyKnows() throws IOException {
    assertThat(storage.load("d").updates()).isEmpty();
    storage.remove("d");
  }

  @Test
  void whatIsAddedIsThere() throws IOException {
    for (byte[] update : typed("hello")) {
      storage.append("d", update);
    }
    assertThat(read(storage.load("d"))).isEqualTo("hello");
    assertThat(storage.load("e").updates()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "a/b",
        "A",
        "a",
        "ä\uD83D\uDE00",
        " ",
        "con",
        "a\nb",
        "%2e",
        "\uD800"
      })
  void anyNameWillDo(String name) throws IOException {
    storage.append(name, typed("x").getFirst());
    storage.append("other", typed("y").getFirst());
    assertThat(read(storage.load(name))).isEqualTo("x");
  }

  @Test
  void aNameMayBeLong() throws IOException {
    String name = "n".repeat(1024);
    storage.append(name, typed("x").getFirst());
    assertThat(read(storage.load(name))).isEqualTo("x");
  }

  @Test
  void whatIsPutTogetherSaysTheSameAndWhatCameMeanwhileStays() throws IOException {
    List<byte[]> updates = typed("hello");
    for (byte[] update : updates.subList(0, 3)) {
      storage.append("d", update);
    }
    StoredDocument loaded = storage.load("d");
    storage.append("d", updates.get(3));
    storage.replace("d", loaded, Updates.mergeUpdates(loaded.updates()));
    assertThat(storage.load("d").updates()).hasSize(2);
    storage.append("d", updates.get(4));
    assertThat(read(storage.load("d"))).isEqualTo("hello");
  }

  @Test
  void whatIsRemovedIsGoneAndMayComeAgain() throws IOException {
    storage.append("d", typed("x").getFirst());
    storage.remove("d");
    assertThat(storage.load("d").updates()).isEmpty();
    storage.append("d", typed("y").getFirst());
    assertThat(read(storage.load("d"))).isEqualTo("y");
  }
}
