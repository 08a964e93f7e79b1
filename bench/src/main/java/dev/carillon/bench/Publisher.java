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

/// Publishes messages to Redis, pipelined, on a thread of its own: either at a fixed rate, or as
/// fast as the clients receive them, with at most a window of messages on their way.
///
/// `one` may be called before `start`, by the thread that made the publisher.
final class Publisher implements Source {
  private static final int BATCH = 512;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final String SHARED_ROOM = "group-1";

  private final Workload workload;
  private final Progress progress;
  private final SocketChannel redis;
  private final Publication publication;
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
    this.publication = workload.app().publication(workload.messageBytes());
    int most = Math.max(BATCH, workload.pace().burst());
    this.out = ByteBuffer.allocateDirect(most * publication.room());
    try {
      this.redis =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), redisPort));
      redis.setOption(StandardSocketOptions.TCP_NODELAY, true);
      redis.configureBlocking(false);
    } catch (IOException e) {
      throw new BenchException("cannot reach Redis", e);
    }
  }

  @Override
  public void one() {
    publication.write(out, SHARED_ROOM, published++, System.nanoTime());
    try {
      flush();
    } catch (IOException e) {
      throw new BenchException("cannot publish", e);
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public @Nullable String failure() {
    int lost = stalls.get();
    return failure != null || lost == 0 ? failure : lost + " stalls: messages were lost";
  }

  private void run() {
    try {
      if (workload.pace().perSecond() > 0) {
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
    long gap = TimeUnit.SECONDS.toNanos(1) / workload.pace().perSecond();
    long turns = 0;
    while (!stopping) {
      long early = start + turns * gap - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(this, early);
      } else {
        for (int i = 0; i < workload.pace().burst(); i++) {
          append();
        }
        flush();
        turns++;
      }
    }
  }

  private void closedLoop() throws IOException {
    int fanOut = workload.fanOut();
    int window = workload.pace().window();
    // What was published before has been delivered, whatever the rooms were.
    long base = progress.delivered() - published * fanOut;
    long givenUp = 0;
    while (!stopping) {
      long arrived = (progress.delivered() - base) / fanOut + givenUp;
      long due = Math.min(BATCH, arrived + window - published);
      if (due > 0) {
        for (long i = 0; i < due; i++) {
          append();
        }
        flush();
        continue;
      }
      long target = base + (published - window + 1 - givenUp) * fanOut;
      long before = progress.delivered();
      if (!progress.await(target, PATIENCE) && progress.delivered() == before && !stopping) {
        stalls.incrementAndGet();
        givenUp += published - arrived;
      }
    }
  }

  private void append() {
    String room =
        workload.pace().ownRooms() ? "user-" + random.nextInt(workload.clients()) : SHARED_ROOM;
    publication.write(out, room, published++, System.nanoTime());
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
  public long stop() {
    stopping = true;
    thread.interrupt();
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
        throw new BenchException("the publisher does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return published;
  }

  @Override
  public void close() {
    stop();
    try {
      redis.close();
    } catch (IOException e) {
      throw new BenchException("cannot close the link to Redis", e);
    }
  }
}
