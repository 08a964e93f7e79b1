package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Runs workloads against servers in alternation and prints the table. Started by `bench/run`.
///
/// Progress goes to standard error, the table to standard output. Exit codes: 0 measured, 1 something
/// could not be measured, 2 bad usage.
final class Main {
  private static final Lab.Timing FULL =
      new Lab.Timing(Duration.ofMillis(1500), Duration.ofSeconds(6), Duration.ofSeconds(5));
  private static final Lab.Timing QUICK =
      new Lab.Timing(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(1));

  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
  private static final PrintStream LOG = new PrintStream(System.err, true, UTF_8);

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Path.of(System.getProperty("bench.root", ".")), Arrays.asList(arguments)));
  }

  private static int run(Path root, List<String> arguments) {
    try {
      return measureAll(root, Options.parse(arguments));
    } catch (IllegalArgumentException e) {
      LOG.println("bench/run: " + e.getMessage() + " (see --help)");
      return 2;
    } catch (BenchException e) {
      LOG.println("bench/run: " + e.getMessage());
      return 1;
    }
  }

  private static int measureAll(Path root, Options options) {
    options.workloads().stream()
        .flatMap(workload -> options.contenders(workload).stream())
        .distinct()
        .forEach(contender -> contender.prepare(root));
    Cpus cpus = options.pin() ? Cpus.choose() : Cpus.unpinned("not pinned to cores, as asked");
    cpus.pinSelf();
    Path target = root.resolve("bench/target");
    List<Measurement> done = new ArrayList<>();
    boolean allMeasured = true;
    try (Redis redis = Redis.start(cpus.load(), target.resolve("logs"))) {
      redis.seedTokens(
          options.workloads().stream().mapToInt(Workload::clients).max().orElseThrow());
      Lab lab = new Lab(root, target.resolve("logs"), cpus, redis, options.quick() ? QUICK : FULL);
      for (int round = 1; round <= options.rounds(); round++) {
        for (Workload workload : options.workloads()) {
          List<Contender> turns = options.contenders(workload);
          // Who goes first changes, so that the first one's luck is shared.
          for (Contender contender : round % 2 == 1 ? turns : turns.reversed()) {
            Optional<Measurement> measured = attempt(lab, options, contender, workload, round);
            measured.ifPresent(done::add);
            allMeasured &= measured.isPresent();
          }
        }
      }
    }
    print(options, cpus, done);
    return allMeasured ? 0 : 1;
  }

  private static Optional<Measurement> attempt(
      Lab lab, Options options, Contender contender, Workload workload, int round) {
    try {
      Measurement measurement =
          options.quick()
              ? lab.measure(contender, workload, round)
              : lab.measureInCalm(contender, workload, round);
      LOG.println(progress(measurement));
      return Optional.of(measurement);
    } catch (BenchException e) {
      LOG.printf("%d %s %s: %s%n", round, workload.name(), contender.label(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String progress(Measurement measurement) {
    String figures =
        measurement.workload().figures().stream()
            .map(
                f -> String.format(Locale.ROOT, "%s %.2f", f.label(), measurement.figures().get(f)))
            .collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "%d %s %s: %s (other programs %.0f %%)",
        measurement.round(),
        measurement.workload().name(),
        measurement.server(),
        figures,
        100 * measurement.elsewhere());
  }

  /// One table for each peer.
  private static void print(Options options, Cpus cpus, List<Measurement> done) {
    OUT.printf(
        "Median of %d round%s; %s.%n%n",
        options.rounds(), options.rounds() == 1 ? "" : "s", cpus.why());
    for (Contender peer : Contender.values()) {
      List<Workload> beside =
          options.workloads().stream().filter(workload -> workload.peer() == peer).toList();
      if (!beside.isEmpty()) {
        List<String> names =
            options.contenders(beside.getFirst()).stream().map(Contender::label).toList();
        OUT.println(new Report(done, beside, names, peer.comparison()).table());
      }
    }
    OUT.println(Report.company(done));
  }
}
