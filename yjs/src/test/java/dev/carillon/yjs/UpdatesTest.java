package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpdatesTest {
  // Client 1 types "abc" into the text "t", a letter at a time.
  private static final byte[] A = bytes("01 01 01 00 | 04 01 01 \"t\" 01 \"a\" | 00");
  private static final byte[] B = bytes("01 01 01 01 | 84 01 00 01 \"b\" | 00");
  private static final byte[] C = bytes("01 01 01 02 | 84 01 01 01 \"c\" | 00");
  private static final byte[] ABC =
      bytes("01 03 01 00 | 04 01 01 \"t\" 01 \"a\" | 84 01 00 01 \"b\" | 84 01 01 01 \"c\" | 00");

  @Test
  void whatIsMissingBetweenUpdatesBecomesASkip() {
    byte[] merged = Updates.mergeUpdates(List.of(C, A));

    assertThat(hex(merged))
        .isEqualTo(
            hex(bytes("01 03 01 00 | 04 01 01 \"t\" 01 \"a\" | 0a 01 | 84 01 01 01 \"c\" | 00")));
    assertThat(hex(Updates.mergeUpdates(List.of(merged, B)))).isEqualTo(hex(ABC));
  }

  @Test
  void whatTwoUpdatesHoldIsTakenOnce() {
    assertThat(hex(Updates.mergeUpdates(List.of(B, ABC, A, ABC, C)))).isEqualTo(hex(ABC));
  }

  @Test
  void anOverlapIsCut() {
    byte[] whole = bytes("01 01 01 00 | 04 01 01 \"t\" 02 \"ab\" | 00");
    byte[] rest = bytes("01 01 01 01 | 84 01 00 02 \"bc\" | 00");

    assertThat(hex(Updates.mergeUpdates(List.of(rest, whole))))
        .isEqualTo(hex(bytes("01 02 01 00 | 04 01 01 \"t\" 02 \"ab\" | 84 01 01 01 \"c\" | 00")));
  }

  @Test
  void deleteSetsAreUnited() {
    byte[] one = bytes("00 | 02 | 05 01 00 02 | 01 01 04 01");
    byte[] other = bytes("00 | 02 | 07 01 03 01 | 05 02 09 01 02 03");

    assertThat(hex(Updates.mergeUpdates(List.of(one, other))))
        .isEqualTo(hex(bytes("00 | 03 | 07 01 03 01 | 05 02 00 05 09 01 | 01 01 04 01")));
  }

  @Test
  void oneUpdateStaysAsItIs() {
    assertThat(Updates.mergeUpdates(List.of(ABC))).isEqualTo(ABC).isNotSameAs(ABC);
  }

  @Test
  void noUpdatesMakeAnEmptyOne() {
    assertThat(Updates.mergeUpdates(List.of())).containsExactly(0, 0);
  }

  @Test
  void clientsMayComeInAnyOrder() {
    byte[] ascending =
        bytes("02 | 01 01 00 04 01 01 \"t\" 01 \"a\" | 01 02 00 04 01 01 \"t\" 01 \"b\" | 00");
    byte[] descending =
        bytes("02 | 01 02 00 04 01 01 \"t\" 01 \"b\" | 01 01 00 04 01 01 \"t\" 01 \"a\" | 00");

    assertThat(hex(Updates.mergeUpdates(List.of(ascending, new byte[2]))))
        .isEqualTo(hex(descending));
    assertThat(hex(Updates.mergeUpdates(List.of(ascending, descending))))
        .isEqualTo(hex(descending));
    assertThat(Updates.stateVector(ascending)).isEqualTo(Updates.stateVector(descending));
  }

  @Test
  void aClientThatComesTwiceIsMergedWithItself() {
    byte[] twice = bytes("02 | 01 01 01 84 01 00 01 \"b\" | 01 01 00 04 01 01 \"t\" 01 \"a\" | 00");

    assertThat(hex(Updates.mergeUpdates(List.of(twice, C)))).isEqualTo(hex(ABC));
    assertThat(hex(Updates.diffUpdate(twice, StateVector.EMPTY)))
        .isEqualTo(hex(Updates.mergeUpdates(List.of(A, B))));
  }

  @Test
  void aDiffLeavesOutWhatIsKnownAndCutsWhatIsKnownInPart() {
    byte[] state = bytes("01 01 01 00 | 04 01 01 \"t\" 03 \"abc\" | 01 01 01 00 01");

    assertThat(hex(Updates.diffUpdate(state, StateVector.of(Map.of(1L, 1)))))
        .isEqualTo(hex(bytes("01 01 01 01 | 84 01 00 02 \"bc\" | 01 01 01 00 01")));
    assertThat(hex(Updates.diffUpdate(state, StateVector.of(Map.of(1L, 3)))))
        .isEqualTo(hex(bytes("00 | 01 01 01 00 01")));
    assertThat(Updates.diffUpdate(state, StateVector.EMPTY)).isEqualTo(state);
  }

  @Test
  void aDiffNeverStartsWithAGap() {
    byte[] gap = Updates.mergeUpdates(List.of(A, C));

    assertThat(hex(Updates.diffUpdate(gap, StateVector.of(Map.of(1L, 1))))).isEqualTo(hex(C));
  }

  @Test
  void theStateVectorStopsAtTheFirstGap() {
    assertThat(hex(Updates.encodeStateVectorFromUpdate(ABC))).isEqualTo("010103");
    assertThat(hex(Updates.encodeStateVectorFromUpdate(Updates.mergeUpdates(List.of(A, C)))))
        .isEqualTo("010101");
    assertThat(hex(Updates.encodeStateVectorFromUpdate(C))).isEqualTo("00");
  }

  @Test
  void anUpdateIsContainedIfItsStructsAreKnownAndItsDeletesDone() {
    StateVector known = StateVector.of(Map.of(1L, 2));
    DeleteSet deleted = Updates.deleteSet(bytes("00 | 01 01 01 00 02"), V1, Limits.DEFAULT);

    assertThat(Updates.contains(known, deleted, A)).isTrue();
    assertThat(Updates.contains(known, deleted, B)).isTrue();
    assertThat(Updates.contains(known, deleted, C)).isFalse();
    assertThat(Updates.contains(known, deleted, bytes("00 | 01 01 01 01 01"))).isTrue();
    assertThat(Updates.contains(known, deleted, bytes("00 | 01 01 01 01 02"))).isFalse();
    assertThat(Updates.contains(known, deleted, bytes("00 | 01 02 01 00 01"))).isFalse();
  }

  @Test
  void anEmptyUpdateOfV2HasNineColumns() {
    assertThat(hex(Updates.convert(new byte[2], V1, V2))).isEqualTo("00000000000001000000000000");
    assertThat(hex(Updates.convert(bytes("00000000000001000000000000"), V2, V1))).isEqualTo("0000");
  }

  // Full states that yjs 13.6.33 made.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 02 01 00 | 01 01 01 \"t\" 01 | 84 01 00 01 \"i\" | 01 01 01 00 01",
        "01 01 01 00 | 28 01 01 \"m\" 01 \"k\" 01 7d01 | 00",
        "01 01 01 00 | 03 01 01 \"a\" 02 0102 | 00",
        "01 01 01 00 | 05 01 01 \"t\" 07 7b2269223a317d | 00",
        "01 03 01 00 | 06 01 01 \"t\" 04 \"bold\" 04 \"true\" | 84 01 00 01 \"b\" |"
            + " 86 01 01 04 \"bold\" 04 \"null\" | 00",
        "01 02 01 00 | 27 01 01 \"m\" 01 \"c\" 01 | 28 00 01 00 01 \"x\" 01 7d01 | 00",
        "01 02 01 00 | 21 01 01 \"m\" 01 \"c\" 01 | 00 01 | 01 01 01 00 02",
        "01 04 01 00 | 07 01 01 \"x\" 03 01 \"p\" | 28 00 01 00 01 \"c\" 01 77 01 \"v\" |"
            + " 07 00 01 00 06 | 04 00 01 02 01 \"z\" | 00",
        "01 01 01 00 | 29 01 01 \"m\" 01 \"s\" 01 \"g\" 76 00 | 00",
        "01 03 01 00 | 04 01 01 \"t\" 01 \"a\" | 0a 01 | 84 01 01 01 \"c\" | 00"
      })
  void whatGoesToV2AndBackIsTheSame(String state) {
    byte[] v2 = Updates.convert(bytes(state), V1, V2);

    assertThat(hex(Updates.convert(v2, V2, V1))).isEqualTo(hex(bytes(state)));
    assertThat(Updates.convert(v2, V2, V2)).isEqualTo(v2);
    assertThat(Updates.convert(bytes(state), V1, V1)).isEqualTo(bytes(state));
  }

  @Test
  void theBitOfAKeyIsDroppedWhereANeighbourKnowsTheKey() {
    byte[] set = bytes("01 02 01 00 | 21 01 01 \"m\" 01 \"k\" 01 | a8 01 00 01 7d02 | 00");

    assertThat(hex(Updates.mergeUpdates(List.of(set, new byte[2]))))
        .isEqualTo(hex(bytes("01 02 01 00 | 21 01 01 \"m\" 01 \"k\" 01 | 88 01 00 01 7d02 | 00")));
  }

  @Test
  void aStructWithoutLengthIsLeftOut() {
    byte[] update = bytes("01 03 01 00 | 00 00 | 04 01 01 \"t\" 00 | 04 01 01 \"t\" 01 \"a\" | 00");

    assertThat(hex(Updates.convert(update, V1, V1))).isEqualTo(hex(A));
  }
}
