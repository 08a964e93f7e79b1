package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final Samples samples = new Samples();

  @Test
  void percentilesAreTheNearestRank() {
    for (long value = 100; value >= 1; value--) {
      samples.add(value);
    }

    assertThat(samples.percentile(50)).isEqualTo(50);
    assertThat(samples.percentile(99)).isEqualTo(99);
    assertThat(samples.percentile(100)).isEqualTo(100);
    assertThat(samples.percentile(0)).isEqualTo(1);
  }

  @Test
  void oneSampleIsEveryPercentile() {
    samples.add(7);

    assertThat(samples.percentile(1)).isEqualTo(7);
    assertThat(samples.percentile(99)).isEqualTo(7);
  }

  @Test
  void manySamplesAreAllKept() {
    for (int i = 1; i <= 100_000; i++) {
      samples.add(i);
    }

    assertThat(samples.size()).isEqualTo(100_000);
    assertThat(samples.percentile(99.9)).isEqualTo(99_900);
  }

  @Test
  void clearedSamplesDoNotCount() {
    samples.add(1_000);
    samples.clear();
    samples.add(1);

    assertThat(samples.percentile(100)).isEqualTo(1);
  }

  @Test
  void noSampleHasNoPercentile() {
    assertThatThrownBy(() -> samples.percentile(50)).isInstanceOf(BenchException.class);
  }

  @Test
  void theMedianIsTheMiddleOrBetweenTheMiddleTwo() {
    assertThat(Stats.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
    assertThat(Stats.median(List.of(8.0, 2.0, 4.0, 100.0))).isEqualTo(6);
  }
}
