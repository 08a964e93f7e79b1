package dev.carillon.bench;

import dev.carillon.publisher.PublisherSettings;
import dev.carillon.publisher.RedisPublisher;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// Publishes from one thread at a steady rate, with the publisher and with plain Lettuce in turn, and prints a table.
///
/// The message is a record of 200 bytes, and nobody subscribes: what is measured is the way out. Plain Lettuce is an
/// `async().publish` for each message, as a backend would write it.
public final class PublishBench {
  private static final int RATE = 50_000;
  private static final int PER_TICK = RATE / 1_000;
  private static final int BYTES = 200;

  private PublishBench() {}

  /// Something that publishes.
  private interface Way extends AutoCloseable {
    CompletionStage<?> publish(String channel, byte[] message);

    @Override
    void close();
  }

  /// Runs it: `--quick` for a smoke run.
  public static void main(String[] args) {
    boolean quick = List.of(args).contains("--quick");
    int seconds = quick ? 1 : 10;
    int rounds = quick ? 1 : 3;
    Path logs = Path.of(System.getProperty("bench.root", "."), "bench", "target", "logs");
    try (Redis redis = Redis.start(Optional.empty(), logs)) {
      String url = "redis://127.0.0.1:" + redis.port();
      System.out.println(
          "| way | round | published/s | failed | CPU of the process per message, µs | the call, µs"
              + " p50 / p99 | until it is taken, ms p50 / p99 |");
      System.out.println("|---|---:|---:|---:|---:|---:|---:|");
      for (int round = 0; round <= rounds; round++) {
        measure("carillon-publisher", carillon(url), round, seconds);
        measure("Lettuce", lettuce(url), round, seconds);
      }
    }
  }

  private static Way carillon(String url) {
    RedisPublisher publisher =
        RedisPublisher.connect(url, PublisherSettings.defaults().withCapacity(100_000, 1L << 30));
    publisher.ready().toCompletableFuture().join();
    return new Way() {
      @Override
      public CompletionStage<?> publish(String channel, byte[] message) {
        return publisher.publish(channel, message);
      }

      @Override
      public void close() {
        publisher.close();
      }
    };
  }

  private static Way lettuce(String url) {
    RedisClient client = RedisClient.create(url);
    StatefulRedisConnection<String, byte[]> connection =
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    return new Way() {
      @Override
      public CompletionStage<?> publish(String channel, byte[] message) {
        return connection.async().publish(channel, message);
      }

      @Override
      public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
      }
    };
  }

  /// Round 0 is for the compiler, and not printed.
  private static void measure(String name, Way way, int round, int seconds) {
    try (way) {
      byte[] message = "x".repeat(BYTES).getBytes(StandardCharsets.US_ASCII);
      int total = RATE * seconds;
      var calls = new Samples();
      var taken = new AtomicLongArray(total);
      var answered = new AtomicInteger();
      var failed = new AtomicInteger();
      long cpuBefore = cpu();
      long begun = System.nanoTime();
      for (int i = 0; i < total; i++) {
        if (i % PER_TICK == 0) {
          await(begun + TimeUnit.MILLISECONDS.toNanos(i / PER_TICK));
        }
        int number = i;
        long before = System.nanoTime();
        CompletionStage<?> stage = way.publish("/records", message);
        calls.add(System.nanoTime() - before);
        stage.whenComplete((done, failure) -> {
          taken.set(number, System.nanoTime() - before);
          if (failure != null) {
            failed.incrementAndGet();
          }
          answered.incrementAndGet();
        });
      }
      while (answered.get() < total) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      double took = (System.nanoTime() - begun) / 1e9;
      double cpu = (cpu() - cpuBefore) / 1e3 / total;
      if (round > 0) {
        var latencies = new Samples();
        for (int i = 0; i < total; i++) {
          latencies.add(taken.get(i));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %,.0f | %d | %.2f | %.1f / %.1f | %.2f / %.2f |%n",
            name,
            round,
            total / took,
            failed.get(),
            cpu,
            calls.percentile(50) / 1e3,
            calls.percentile(99) / 1e3,
            latencies.percentile(50) / 1e6,
            latencies.percentile(99) / 1e6);
      }
    }
  }

  private static void await(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
