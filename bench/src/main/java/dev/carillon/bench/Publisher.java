package dev.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Publishes record updates to Redis, pipelined, on a thread of its own: either at a fixed rate, or as
/// fast as the clients receive them, with at most a window of messages on their way.
///
/// `one` may be called before `start`, by the thread that made the publisher.
final class Publisher implements AutoCloseable {
  private static final int BATCH = 512;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final String SHARED_ROOM = "group-1";

  private final Workload workload;
  private final Progress progress;
  private final SocketChannel redis;
  private final RecordUpdate update;
  private final ByteBuffer out;
  private final ByteBuffer answers = ByteBuffer.allocateDirect(64 * 1024);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Thread thread = Thread.ofPlatform().name("publisher").unstarted(this::run);

  private long published;
  private final AtomicInteger stalls = new AtomicInteger();
  private volatile boolean stopping;
  private volatile @Nullable String failure;

  Publisher(int redisPort, Workload workload, Progress progress) {
    this.workload = workload;
    this.progress = progress;
    this.update = new RecordUpdate(workload.messageBytes());
    this.out = ByteBuffer.allocateDirect(BATCH * update.room());
    try {
      this.redis =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), redisPort));
      redis.setOption(StandardSocketOptions.TCP_NODELAY, true);
      redis.configureBlocking(false);
    } catch (IOException e) {
      throw new BenchException("cannot reach Redis", e);
    }
  }

  /// Publishes one message that every client hears.
  void one() {
    update.write(out, SHARED_ROOM, 0, System.nanoTime());
    try {
      flush();
    } catch (IOException e) {
      throw new BenchException("cannot publish", e);
    }
  }

  void start() {
    thread.start();
  }

  /// How often nothing arrived for two seconds and the messages on their way were given up.
  int stalls() {
    return stalls.get();
  }

  /// Why publishing ended early, if it did.
  @Nullable String failure() {
    return failure;
  }

  private void run() {
    try {
      if (workload.perSecond() > 0) {
        steadily();
      } else {
        closedLoop();
      }
    } catch (IOException e) {
      if (!stopping) {
        failure = "publishing failed: " + e.getMessage();
      }
    }
  }

  private void steadily() throws IOException {
    long start = System.nanoTime();
    long gap = TimeUnit.SECONDS.toNanos(1) / workload.perSecond();
    while (!stopping) {
      long early = start + published * gap - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(this, early);
      } else {
        append();
        flush();
      }
    }
  }

  private void closedLoop() throws IOException {
    int fanOut = workload.fanOut();
    long base = progress.delivered();
    long givenUp = 0;
    while (!stopping) {
      long arrived = (progress.delivered() - base) / fanOut + givenUp;
      long due = Math.min(BATCH, arrived + workload.window() - published);
      if (due > 0) {
        for (long i = 0; i < due; i++) {
          append();
        }
        flush();
        continue;
      }
      long target = base + (published - workload.window() + 1 - givenUp) * fanOut;
      long before = progress.delivered();
      if (!progress.await(target, PATIENCE) && progress.delivered() == before && !stopping) {
        stalls.incrementAndGet();
        givenUp += published - arrived;
      }
    }
  }

  private void append() {
    String room = workload.ownRooms() ? "user-" + random.nextInt(workload.clients()) : SHARED_ROOM;
    update.write(out, room, published++, System.nanoTime());
  }

  private void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      if (redis.write(out) == 0) {
        discardAnswers();
        LockSupport.parkNanos(this, 20_000);
      }
    }
    out.clear();
    discardAnswers();
  }

  /// Redis answers each command with a number of subscribers; unread, they would fill its buffer.
  private void discardAnswers() throws IOException {
    answers.clear();
    while (redis.read(answers) > 0) {
      if (answers.get(0) == '-') {
        throw new IOException("Redis answered with an error");
      }
      answers.clear();
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
        throw new BenchException("the publisher does not stop");
      }
      redis.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new BenchException("cannot close the link to Redis", e);
    }
  }
}
