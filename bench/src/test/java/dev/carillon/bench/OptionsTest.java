package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void withoutOptionsEverythingIsMeasuredThreeTimes() {
    Options options = Options.parse(List.of());

    assertThat(options.servers()).containsExactly(Contender.values());
    assertThat(options.workloads()).isEqualTo(Workload.all());
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.pin()).isTrue();
  }

  @Test
  void namesChooseAndKeepTheOrderOfTheTable() {
    Options options =
        Options.parse(List.of("--workloads", "idle,fan-out", "--servers", "node", "--no-pin"));

    assertThat(options.workloads()).extracting(Workload::name).containsExactly("fan-out", "idle");
    assertThat(options.servers()).containsExactly(Contender.NODE);
    assertThat(options.pin()).isFalse();
  }

  @Test
  void eachWorkloadHasItsPeer() {
    Options options = Options.parse(List.of("--workloads", "idle,chat"));

    assertThat(options.workloads())
        .extracting(options::contenders)
        .containsExactly(
            List.of(Contender.CARILLON, Contender.NODE),
            List.of(Contender.CARILLON, Contender.RAW));
  }

  @Test
  void aQuickRunIsOneRoundWithFewerConnections() {
    Options options = Options.parse(List.of("--quick"));

    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.workloads()).allMatch(workload -> workload.clients() <= 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fast",
        "--rounds",
        "--rounds 0",
        "--rounds x",
        "--servers bun",
        "--servers node --workloads chat",
        "--workloads ,"
      })
  void whatIsNotUnderstoodIsRefused(String line) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListOfCoresIsReadAsLinuxWritesIt() {
    assertThat(Cpus.parse("0-2,5")).containsExactly(0, 1, 2, 5);
    assertThat(Cpus.parse("7")).containsExactly(7);
  }
}
