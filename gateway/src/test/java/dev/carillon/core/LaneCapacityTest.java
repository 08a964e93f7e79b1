package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever brings more than a lane delivers is held up, unless it is a lane.
final class LaneCapacityTest {
  private final DefaultEventExecutor executor = new DefaultEventExecutor();
  private final Lane lane =
      new Lane(0, executor, ByteBufAllocator.DEFAULT, Clock.system(), Instruments.NONE);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void fill() {
    lane.execute(() -> {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    for (int i = 0; i <= Lane.MAX_WAITING + 1; i++) {
      lane.execute(() -> {});
    }
  }

  @AfterEach
  void end() {
    goOn.countDown();
    executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void aProducerWaitsUntilTheLaneHasCaughtUp() throws Exception {
    Thread producer = Thread.ofPlatform().start(lane::awaitCapacity);

    await().until(() -> producer.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();

    assertThat(producer.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aLaneNeverWaitsForAnother() throws Exception {
    Thread other = new LaneThread(lane::awaitCapacity, "other-lane");
    other.start();

    assertThat(other.join(Duration.ofSeconds(10))).isTrue();
  }
}
