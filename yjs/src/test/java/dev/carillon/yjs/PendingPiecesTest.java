package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// To rest and to wake is to be the same, also while parts of updates wait.
final class PendingPiecesTest {
  // Two updates that claim different contents for clock 1 of client 1, and what they wait for.
  private static final byte[] ONE = bytes("01 01 01 01 | 84 01 00 02 \"bc\" | 00");
  private static final byte[] OTHER = bytes("01 01 01 01 | 84 02 00 01 \"x\" | 00");
  private static final byte[] LATE = bytes("01 01 01 00 | 04 01 01 \"t\" 01 \"a\" | 00");
  private static final byte[] LATER = bytes("01 01 02 00 | 04 01 01 \"t\" 01 \"z\" | 00");

  @Test
  void twoContentsForOneIdEndAlikeWithAndWithoutRest() {
    List<byte[]> updates = new ArrayList<>(List.of(ONE, OTHER, LATE, LATER));
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(updates, random);
      Doc awake = new Doc();
      Doc resting = new Doc();
      for (byte[] update : updates) {
        awake.applyUpdate(update);
        resting.applyUpdate(update);
        resting.rest();
        assertThat(resting.stateVector()).isEqualTo(awake.stateVector());
        assertThat(resting.deleteSet()).isEqualTo(awake.deleteSet());
        assertThat(hex(resting.encodeStateAsUpdate())).isEqualTo(hex(awake.encodeStateAsUpdate()));
      }
      assertThat(resting.text("t").toString()).isEqualTo(awake.text("t").toString());
      assertThat(resting.isPending()).isFalse();
    }
  }

  @Test
  void deletionsThatWaitDoNotCountAsDone() {
    byte[] deletion = bytes("00 | 01 01 01 00 01");
    Doc doc = Doc.load(deletion);
    assertThat(doc.contains(deletion)).isFalse();
    assertThat(doc.deleteSet()).isEqualTo(DeleteSet.EMPTY);
    assertThat(doc.isPending()).isTrue();
    doc.rest();
    assertThat(doc.contains(deletion)).isFalse();
    doc.applyUpdate(LATE);
    assertThat(doc.text("t").toString()).isEmpty();
    assertThat(doc.contains(deletion)).isTrue();
  }
}
