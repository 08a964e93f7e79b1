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
  void aWholeDocumentIsNotBuiltToBeKept() {
    Doc doc = Doc.load(Updates.mergeUpdates(List.of(WAITING, AWAITED)), DocSettings.DEFAULT);

    assertThat(doc.isAtRest()).isTrue();
    assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1, 2L, 1)));
    assertThat(doc.isAtRest()).isTrue();
    assertThat(doc.text("t")).hasToString("ab");
  }
}
