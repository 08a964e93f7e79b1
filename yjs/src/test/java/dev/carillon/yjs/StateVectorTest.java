package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateVectorTest {
  @Test
  void theHighestClientIsWrittenFirst() {
    StateVector vector = StateVector.of(Map.of(1L, 2, 300L, 5, 7L, 200));

    assertThat(hex(vector.encode())).isEqualTo(hex(bytes("03 | ac02 05 | 07 c801 | 01 02")));
    assertThat(StateVector.decode(vector.encode())).isEqualTo(vector).hasSameHashCodeAs(vector);
    assertThat(vector).hasToString("{300=5, 7=200, 1=2}");
  }

  @Test
  void clientsMayComeInAnyOrderAndTwice() {
    assertThat(StateVector.decode(bytes("03 | 01 02 | 07 03 | 01 04")))
        .isEqualTo(StateVector.of(Map.of(7L, 3, 1L, 4)));
  }

  @Test
  void aClockOfZeroIsAsGoodAsNone() {
    assertThat(StateVector.decode(bytes("01 | 05 00"))).isSameAs(StateVector.EMPTY);
    assertThat(StateVector.decode(bytes("02 | 05 03 | 05 00"))).isSameAs(StateVector.EMPTY);
  }

  @Test
  void everyClientIsFound() {
    var random = new Random(1);
    Map<Long, Integer> clocks = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      clocks.put(random.nextLong(1L << 53), 1 + random.nextInt(Integer.MAX_VALUE - 1));
    }
    StateVector vector = StateVector.of(clocks);

    clocks.forEach((client, clock) -> assertThat(vector.clock(client)).isEqualTo(clock));
    assertThat(vector.toMap()).isEqualTo(clocks);
    assertThat(vector.clock(-1)).isZero();
  }

  @Test
  void aVectorCoversThoseThatKnowNoMore() {
    StateVector more = StateVector.of(Map.of(1L, 2, 2L, 2));

    assertThat(more.covers(StateVector.of(Map.of(1L, 2)))).isTrue();
    assertThat(more.covers(StateVector.of(Map.of(1L, 3)))).isFalse();
    assertThat(more.covers(StateVector.of(Map.of(3L, 1)))).isFalse();
    assertThat(more.covers(StateVector.EMPTY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "01 05", "ffffffff07 01 01", "00 00", "01 05 8080808008"})
  void badBytesAreRefused(String hex) {
    assertThatThrownBy(() -> StateVector.decode(bytes(hex)))
        .isInstanceOf(UpdateRefusedException.class);
  }

  @Test
  void negativeNumbersAreNoArguments() {
    assertThatThrownBy(() -> StateVector.of(Map.of(-1L, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StateVector.of(Map.of(1L, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefusedSnapshotSaysWhereInTheWhole() {
    assertThatThrownBy(() -> Snapshot.decode(bytes("01 01 01 00 01 | 01 01 01 | 05")))
        .hasMessageContaining("at byte 8");
  }
}
