package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeleteSetTest {
  @Test
  void rangesThatTouchBecomeOne() {
    DeleteSet set = set(1, 8, 2, 1, 0, 3, 1, 3, 1, 1, 2, 4, 9, 5, 0, 9, 5, 1);

    assertThat(set).hasToString("{9:[5,6), 1:[0,6), 1:[8,10)}");
  }

  @Test
  void setsThatSayTheSameAreEqual() {
    DeleteSet one = set(1, 0, 2, 1, 2, 2);

    assertThat(one).isEqualTo(set(1, 0, 4)).hasSameHashCodeAs(set(1, 0, 4));
    assertThat(one).isNotEqualTo(set(1, 0, 5)).isNotEqualTo(set(2, 0, 4));
    assertThat(set(1, 0, 0)).isSameAs(DeleteSet.EMPTY);
    assertThat(DeleteSet.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void aSetContainsWhatARandomBitSetDoes() {
    var random = new Random(7);
    var bits = new BitSet();
    var builder = new DeleteSetBuilder();
    for (int i = 0; i < 200; i++) {
      int clock = random.nextInt(5000);
      int length = 1 + random.nextInt(10);
      bits.set(clock, clock + length);
      builder.add(3, clock, length);
    }
    DeleteSet set = builder.build();

    for (int clock = 0; clock < 5100; clock++) {
      assertThat(set.contains(3, clock)).isEqualTo(bits.get(clock));
    }
    assertThat(set.contains(4, bits.nextSetBit(0))).isFalse();
    assertThat(set.covers(set)).isTrue();
    assertThat(set.covers(set(3, bits.nextClearBit(0), 1))).isFalse();
    assertThat(DeleteSet.EMPTY.covers(set)).isFalse();
    assertThat(set.covers(DeleteSet.EMPTY)).isTrue();
  }

  @Test
  void inV2ClocksAreStepsFromTheEndBefore() {
    DeleteSet set = set(1, 2, 3, 1, 10, 1, 8, 4, 1);
    UpdateWriter v1 = UpdateWriter.of(UpdateFormat.V1);
    UpdateWriter v2 = UpdateWriter.of(UpdateFormat.V2);
    set.write(v1);
    set.write(v2);

    assertThat(hex(v1.rest.toByteArray())).isEqualTo("020801040101020203" + "0a01");
    assertThat(hex(v2.rest.toByteArray())).isEqualTo("020801040001020202" + "0500");
  }

  private static DeleteSet set(long... clientClockLength) {
    var builder = new DeleteSetBuilder();
    for (int i = 0; i < clientClockLength.length; i += 3) {
      builder.add(
          clientClockLength[i], (int) clientClockLength[i + 1], (int) clientClockLength[i + 2]);
    }
    return builder.build();
  }
}
