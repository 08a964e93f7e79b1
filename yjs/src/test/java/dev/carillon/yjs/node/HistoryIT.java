package dev.carillon.yjs.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.Snapshot;
import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// A document at the snapshots that Yjs made of it must be what it was then in Yjs.
final class HistoryIT {
  private static final int SEEDS = 300;

  @Test
  void theDocumentAtASnapshotIsWhatItWas() throws IOException {
    try (Node node = Node.start()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        check(seed, node.ask(new Question('H').number(seed)));
      }
    }
  }

  private static void check(int seed, DataInputStream history) throws IOException {
    Doc doc = Doc.create(DocSettings.DEFAULT.withGarbageCollected(false));
    doc.applyUpdate(Node.bytes(history));
    for (int left = history.readInt(); left > 0; left--) {
      byte[] encoded = Node.bytes(history);
      Snapshot snapshot = Snapshot.decode(encoded);
      assertThat(snapshot.encode()).as("snapshot, seed %d", seed).isEqualTo(encoded);
      assertThat(withoutPairs(CanonicalForm.of(doc.at(snapshot))))
          .as("seed %d", seed)
          .isEqualTo(withoutPairs(Node.string(history)));
    }
  }

  /// A pair of surrogates that was split later is split in the whole history.
  private static String withoutPairs(String text) {
    var out = new StringBuilder();
    text.chars()
        .map(unit -> Character.isSurrogate((char) unit) || unit == 0xFFFD ? '?' : unit)
        .forEach(unit -> out.append((char) unit));
    return out.toString();
  }
}
