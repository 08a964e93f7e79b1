package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Documents that come back from a store.
final class LoadTest {
  // Client 2 types behind client 1's "a", which is not there.
  private static final byte[] WAITING = bytes("01 01 02 00 | 84 01 00 01 \"b\" | 00");
  private static final byte[] AWAITED = bytes("01 01 01 00 | 04 01 01 \"t\" 01 \"a\" | 00");

  @Test
  void whatWaitsForAnotherClientDoesNotCountAsKnown() {
    Doc doc = Doc.load(WAITING, DocSettings.DEFAULT);

    assertThat(doc.isAtRest()).isTrue();
    assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);
    assertThat(doc.isPending()).isTrue();
    assertThat(doc.isAtRest()).isTrue();
    doc.applyUpdate(AWAITED);
    assertThat(doc.text("t")).hasToString("ab");
    assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1, 2L, 1)));
  }

  @Test
  void itemsThatWaitForEachOtherInACircleAreNotKnown() {
    // Clients 1 and 2: each first item names that of the other.
    byte[] circle = bytes("02 | 01 02 00 | 84 01 00 01 \"b\" | 01 01 00 | 84 02 00 01 \"a\" | 00");
    // The second items do, and the first ones wait for nobody.
    byte[] later =
        bytes(
            "02 | 02 02 00 | 04 01 01 \"t\" 01 \"a\" | 84 01 01 01 \"b\""
                + "| 02 01 00 | 04 01 01 \"t\" 01 \"c\" | 84 02 01 01 \"d\" | 00");
    for (byte[] state : List.of(circle, later)) {
      Doc applied = new Doc();
      applied.applyUpdate(state);
      Doc doc = Doc.load(state, DocSettings.DEFAULT);
      assertThat(doc.stateVector()).isEqualTo(applied.stateVector());
      assertThat(doc.isPending()).isTrue();
    }
    assertThat(Doc.load(later).stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1, 2L, 1)));
  }

  @Test
  void clientsThatBuiltOnEachOtherByTurnsAreKnown() {
    byte[] turns =
        bytes(
            "02 | 02 02 00 | 84 01 00 01 \"b\" | 84 01 01 01 \"d\""
                + "| 02 01 00 | 04 01 01 \"t\" 01 \"a\" | 84 02 00 01 \"c\" | 00");
    Doc doc = Doc.load(turns, DocSettings.DEFAULT);

    assertThat(doc.isPending()).isFalse();
    assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 2, 2L, 2)));
    assertThat(doc.text("t")).hasToString("abcd");
  }

  @Test
  void aWholeDocumentIsNotBuiltToBeKept() {
    Doc doc = Doc.load(Updates.mergeUpdates(List.of(WAITING, AWAITED)), DocSettings.DEFAULT);

    assertThat(doc.isAtRest()).isTrue();
    assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1, 2L, 1)));
    assertThat(doc.isAtRest()).isTrue();
    assertThat(doc.text("t")).hasToString("ab");
  }
}
