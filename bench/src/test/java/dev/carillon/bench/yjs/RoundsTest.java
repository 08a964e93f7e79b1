package dev.carillon.bench.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundsTest {
  private record Fixed(String label) implements Side {
    @Override
    public double time(String workload, Task task) {
      return 1;
    }

    @Override
    public double heap(String workload, int copies) {
      return 1;
    }

    @Override
    public double size(String workload, int format) {
      return 1;
    }

    @Override
    public double edited(int documents) {
      return 1;
    }
  }

  private static final List<Side> SIDES = List.of(new Fixed("ours"), new Fixed("theirs"));

  @Test
  void whoGoesFirstChangesFromRoundToRound() {
    List<String> order = new ArrayList<>();
    Rounds.of(
        3,
        SIDES,
        side -> {
          order.add(side.label());
          return 1;
        });
    assertThat(order).containsExactly("ours", "theirs", "theirs", "ours", "ours", "theirs");
  }

  @Test
  void aRowShowsBothMediansAndTheirRatio() {
    Rounds rounds = new Rounds(List.of(2.0, 900.0, 1.0), List.of(6.0, 5.0, 7.0));
    assertThat(rounds.cells(1)).containsExactly("2.0", "6.0", "3.0");
  }

  @Test
  void whatIsShortIsRepeatedButNotForEver() {
    assertThat(Effort.FULL.repetitions(5)).isEqualTo(4);
    assertThat(Effort.FULL.repetitions(1000)).isEqualTo(1);
    assertThat(Effort.FULL.repetitions(0.0001)).isEqualTo(40);
  }
}
