package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import dev.carillon.support.Leaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final HandLane hand = new HandLane();
  private final Recorder a = new Recorder(hand.lane);
  private final Recorder b = new Recorder(hand.lane);

  @AfterEach
  void letGo() {
    a.texts();
    b.texts();
  }

  @Test
  void whatIsAppendedInOneTurnIsWrittenOnceAndInOrder() {
    for (String text : List.of("one ", "two ", "three")) {
      hand.lane.execute(() -> a.append(new TestMessage(text)));
    }
    assertThat(a.written).isEmpty();
    hand.turn();
    assertThat(a.texts()).containsExactly("one two three");
    Leaks.check();
  }

  @Test
  void connectionsWithTheSameMessagesShareTheBytes() {
    var first = new TestMessage("first");
    var second = new TestMessage("second");
    for (Recorder each : List.of(a, b)) {
      each.append(first);
      each.append(second);
    }
    hand.turn();
    assertThat(a.written.getFirst().memoryAddress())
        .isEqualTo(b.written.getFirst().memoryAddress());
    assertThat(a.texts()).containsExactly("firstsecond");
    assertThat(b.texts()).containsExactly("firstsecond");
    Leaks.check();
  }

  @Test
  void connectionsWithOtherMessagesGetTheirOwn() {
    var shared = new TestMessage("shared ");
    a.append(shared);
    a.append(new TestMessage("for a"));
    b.append(shared);
    b.append(new TestMessage("for b"));
    hand.turn();
    assertThat(a.texts()).containsExactly("shared for a");
    assertThat(b.texts()).containsExactly("shared for b");
  }

  @Test
  void whatGrowsLargeIsWrittenBeforeTheTurnEndsAndItsBytesAreGivenUpWithTheTurn() {
    var large = new TestMessage("x".repeat(300_000));
    a.append(large);
    b.append(large);
    assertThat(a.written).hasSize(1);
    assertThat(b.written).hasSize(1);
    hand.turn();
    assertThat(a.written.getFirst().refCnt()).as("held by a and b only").isEqualTo(2);
    a.texts();
    b.texts();
    Leaks.check();
  }

  @Test
  void aWriteThatFailsHoldsUpNobodyElse() {
    a.fails = true;
    a.append(new TestMessage("lost"));
    b.append(new TestMessage("one"));
    hand.turn();
    b.append(new TestMessage("two"));
    hand.turn();
    assertThat(b.texts()).containsExactly("one", "two");
  }

  @Test
  void whatIsAppendedWhileTheTurnEndsLeavesInTheSameTurn() {
    a.then = () -> b.append(new TestMessage("because of a"));
    a.append(new TestMessage("a"));
    hand.turn();
    assertThat(b.texts()).containsExactly("because of a");
  }

  @Test
  void aThreadThatIsNoLaneWaitsWhileTooManyTasksWait() {
    var executor = new DefaultEventExecutor();
    try {
      var lane =
          new Lane(
              0, executor, UnpooledByteBufAllocator.DEFAULT, new FakeClock(), Instruments.NONE);
      var goOn = new CountDownLatch(1);
      lane.execute(() -> await(goOn));
      for (int i = 0; i <= Lane.MAX_WAITING; i++) {
        lane.execute(() -> {});
      }
      // A broker's thread may be of the kind that event loops are.
      var publisher = new io.netty.util.concurrent.FastThreadLocalThread(lane::awaitCapacity);
      publisher.start();
      Awaitility.await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
      goOn.countDown();
      Awaitility.await().until(() -> !publisher.isAlive());
    } finally {
      executor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Recorder extends Outbox {
    final List<ByteBuf> written = new ArrayList<>();
    boolean fails;
    Runnable then = () -> {};

    Recorder(Lane lane) {
      super(lane);
    }

    /// Returns what was written and lets go of it.
    List<String> texts() {
      var texts = written.stream().map(bytes -> bytes.toString(StandardCharsets.UTF_8)).toList();
      written.forEach(ByteBuf::release);
      written.clear();
      return texts;
    }

    @Override
    protected Encoding encoding() {
      return Encoding.WEBSOCKET;
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    protected void write(Batch batch) {
      if (fails) {
        throw new IllegalStateException("on purpose");
      }
      written.add(bytesOf(batch));
      then.run();
    }
  }
}
