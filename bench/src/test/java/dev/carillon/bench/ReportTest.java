package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Workload FAN_OUT =
      new Workload(
          "fan-out",
          App.LOOMIO,
          10,
          300,
          Pace.closed(1),
          1,
          Contender.NODE,
          List.of(Figure.DELIVERIES));

  @Test
  void eachServerShowsItsMedianAndTheRatioIsThatOfTheRounds() {
    List<Measurement> rounds =
        List.of(
            measured("carillon", 1, 2_000),
            measured("node", 1, 1_000),
            measured("node", 2, 3_000),
            measured("carillon", 2, 9_000),
            measured("carillon", 3, 4_000),
            measured("node", 3, 1_000));

    assertThat(report(rounds, "carillon", "node").table())
        .isEqualTo(
            """
            | workload | figure | better | carillon | node | carillon ÷ node (range) |
            | --- | --- | --- | ---: | ---: | ---: |
            | fan-out | deliveries per second | more | 4,000 | 1,000 | 3.00 (2.00 to 4.00) |
            """);
  }

  @Test
  void besideTheFloorTheDifferenceCounts() {
    List<Measurement> rounds = List.of(measured("carillon", 1, 2_000), measured("raw", 1, 500));

    assertThat(
            new Report(
                    rounds,
                    List.of(FAN_OUT),
                    List.of("carillon", "raw"),
                    Report.Comparison.DIFFERENCE)
                .table())
        .contains("| carillon − raw (range) |")
        .endsWith("| 2,000 | 500 | 1,500.00 |\n");
  }

  @Test
  void aRoundThatOneServerMissedHasNoRatio() {
    List<Measurement> rounds =
        List.of(
            measured("carillon", 1, 500), measured("node", 1, 1_000), measured("node", 2, 100_000));

    assertThat(report(rounds, "carillon", "node").table())
        .endsWith("| fan-out | deliveries per second | more | 500 | 50,500 | 0.50 |\n");
  }

  @Test
  void oneServerAloneHasNoRatioColumn() {
    assertThat(report(List.of(measured("node", 1, 7)), "node").table())
        .endsWith("| fan-out | deliveries per second | more | 7 |\n")
        .doesNotContain("÷");
  }

  @Test
  void whatWasNotMeasuredIsADash() {
    assertThat(report(List.of(), "carillon", "node").table()).endsWith("| more | - | - | - |\n");
  }

  @Test
  void theBusiestLoadAndTheCompanyAreTold() {
    List<Measurement> rounds = List.of(measured("carillon", 1, 9_000), measured("node", 1, 1_000));

    assertThat(Report.company(rounds))
        .isEqualTo(
            "Clients, publisher and Redis: at most 90 % of a core (fan-out, carillon). "
                + "Other programs: 10 % in the median, 10 % at worst.");
  }

  private static Report report(List<Measurement> measurements, String... servers) {
    return new Report(measurements, List.of(FAN_OUT), List.of(servers), Report.Comparison.RATIO);
  }

  private static Measurement measured(String server, int round, double rate) {
    return new Measurement(
        server, FAN_OUT, round, Map.of(Figure.DELIVERIES, rate), rate / 10_000, 0.1);
  }
}
