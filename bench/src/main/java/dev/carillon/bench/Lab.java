package dev.carillon.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Makes one measurement: a fresh server, fresh clients, a warm-up, and an interval in which the
/// server's CPU time and the deliveries are counted. Every step has a time limit.
///
/// @param root the project's folder
record Lab(Path root, Path logs, Cpus cpus, Redis redis, Timing timing) {

  /// Limits on the steps that a broken server would stretch.
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
  private static final int CONNECTING_AT_ONCE = 200;

  /// Cores that other programs may use before a measurement counts as disturbed.
  private static final double DISTURBED = 0.25;

  private static final int REPEATS = 2;

  /// @param settle between the last connection and what follows
  record Timing(Duration settle, Duration warmUp, Duration measured) {}

  /// Measures, and again at most twice while others use too much of the machine; returns the calmest.
  ///
  /// @throws BenchException if the server does not start, loses clients or does not deliver
  Measurement measureInCalm(Contender contender, Workload workload, int round) {
    Measurement calmest = measure(contender, workload, round);
    for (int again = 0; again < REPEATS && calmest.elsewhere() > DISTURBED; again++) {
      Measurement next = measure(contender, workload, round);
      calmest = next.elsewhere() < calmest.elsewhere() ? next : calmest;
    }
    return calmest;
  }

  /// @throws BenchException if the server does not start, loses clients or does not deliver
  Measurement measure(Contender contender, Workload workload, int round) {
    if (ProcFs.openFilesLimit() < workload.clients() + 200) {
      throw new BenchException("too few open files allowed (ulimit -n) for " + workload.clients());
    }
    int port = Child.freePort();
    Talk talk = workload.app().talk(workload.messageBytes());
    try (Child server = contender.start(root, cpus.server(), port, redis.port(), workload, logs);
        Loader loader = new Loader(port, talk, workload.clients(), workload.sampling())) {
      server.awaitListening(port, START_LIMIT);
      loader.pump(timing.settle());
      return workload.idle()
          ? idle(server, contender, loader, workload, round)
          : busy(server, contender, loader, workload, round);
    }
  }

  private Measurement idle(
      Child server, Contender contender, Loader loader, Workload workload, int round) {
    long before = ProcFs.residentKib(server.pid());
    Usage start = Usage.now(server.pid(), redis.pid());
    Duration took = loader.connect(CONNECTING_AT_ONCE, CONNECT_LIMIT);
    Usage spent = Usage.now(server.pid(), redis.pid()).minus(start);
    loader.pump(timing.measured());
    long after = ProcFs.residentKib(server.pid());

    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.PER_CONNECTION, (after - before) / (double) workload.clients());
    figures.put(Figure.MEMORY, after / 1024.0);
    figures.put(Figure.CONNECT, took.toNanos() / 1e9);
    figures.put(Figure.CONNECT_CPU, spent.server());
    return new Measurement(
        contender.label(), workload, round, figures, spent.loadShare(), spent.elsewhereShare());
  }

  private Measurement busy(
      Child server, Contender contender, Loader loader, Workload workload, int round) {
    loader.connect(CONNECTING_AT_ONCE, CONNECT_LIMIT);
    // The node server says "connected" before it has looked the token up.
    loader.pump(timing.settle());
    try (Source source = contender.source(redis.port(), workload, loader.progress())) {
      source.one();
      if (!loader.pumpUntil(workload.clients(), PROBE_LIMIT)) {
        throw new BenchException(
            "of "
                + workload.clients()
                + " clients only "
                + loader.progress().delivered()
                + " heard the first message");
      }
      source.start();
      loader.pump(timing.warmUp());
      loader.latencies().clear();
      long firstDelivery = loader.progress().delivered();
      Usage start = Usage.now(server.pid(), redis.pid());
      loader.pump(timing.measured());
      Usage spent = Usage.now(server.pid(), redis.pid()).minus(start);
      long deliveries = loader.progress().delivered() - firstDelivery;
      if (deliveries == 0) {
        throw new BenchException("nothing was delivered");
      }
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.DELIVERIES, deliveries / spent.seconds());
      figures.put(Figure.CPU_PER_DELIVERY, spent.server() * 1e6 / deliveries);
      figures.put(Figure.MEMORY, ProcFs.residentKib(server.pid()) / 1024.0);
      figures.put(Figure.P50, millis(loader.latencies().percentile(50)));
      figures.put(Figure.P99, millis(loader.latencies().percentile(99)));
      figures.put(Figure.LONGEST, millis(loader.latencies().percentile(100)));
      failOnLoss(source, loader, workload);
      return new Measurement(
          contender.label(), workload, round, figures, spent.loadShare(), spent.elsewhereShare());
    }
  }

  private static void failOnLoss(Source source, Loader loader, Workload workload) {
    long published = source.stop();
    String failure = source.failure();
    if (failure != null) {
      throw new BenchException(failure);
    }
    // The first message went to all, whatever the workload.
    long expected = workload.clients() + (published - 1) * workload.fanOut();
    if (published >= 0 && !loader.pumpUntil(expected, PROBE_LIMIT)) {
      throw new BenchException(
          "of " + expected + " deliveries only " + loader.progress().delivered() + " were made");
    }
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
