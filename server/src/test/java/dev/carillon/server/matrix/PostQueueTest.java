package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostQueueTest {
  private final CountDownLatch door = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void serverThatHangsHoldsUpOnlyItself() throws InterruptedException {
    PostQueue queue = new PostQueue(2, 4, 2);

    assertThat(queue.offer("slow", "!a", this::hang)).isTrue();
    assertThat(queue.offer("slow", "!a", this::hang)).isTrue();
    assertThat(queue.offer("slow", "!a", this::hang)).isFalse();
    assertThat(queue.offer("fast", "!a", done::incrementAndGet)).isTrue();
    await().untilAsserted(() -> assertThat(done).hasValue(1));
    assertThat(queue.awaitEmpty(Duration.ofMillis(1))).isFalse();

    door.countDown();
    assertThat(queue.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    assertThat(done).hasValue(3);
    assertThat(queue.size()).isZero();
  }

  @Test
  void numberOfServersIsLimited() throws InterruptedException {
    PostQueue queue = new PostQueue(2, 4, 1);
    assertThat(queue.offer("one", "!a", this::hang)).isTrue();
    assertThat(queue.offer("two", "!a", this::hang)).isFalse();
    door.countDown();
    assertThat(queue.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    assertThat(queue.offer("two", "!a", done::incrementAndGet)).isTrue();
  }

  @Test
  void requestsAtOnceAreLimitedPerServer() throws InterruptedException {
    PostQueue queue = new PostQueue(100, 3, 1);
    for (int i = 0; i < 50; i++) {
      assertThat(queue.offer("one", "!" + i, this::hang)).isTrue();
    }
    await().untilAsserted(() -> assertThat(running).hasValue(3));
    door.countDown();
    assertThat(queue.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    assertThat(done).hasValue(50);
  }

  private void hang() {
    running.incrementAndGet();
    try {
      door.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    done.incrementAndGet();
  }
}
