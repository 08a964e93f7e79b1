package dev.carillon.memory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import dev.carillon.support.BrokerBehaviour;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest extends BrokerBehaviour {

  @Override
  protected Broker open() {
    return new MemoryBroker();
  }

  @Test
  void aFullQueueFailsThePublisherAndNeverBlocksIt() throws Exception {
    try (var small = new MemoryBroker(2)) {
      var busy = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      List<Integer> heard = new CopyOnWriteArrayList<>();
      small.subscribe(
          "c",
          (channel, message) -> {
            busy.countDown();
            awaitQuietly(go);
            heard.add((int) message[0]);
          });
      small.publish("c", new byte[] {1});
      assertThat(busy.await(5, SECONDS)).isTrue();
      assertThat(small.publish("c", new byte[] {2}).toCompletableFuture()).isCompleted();
      assertThat(small.publish("c", new byte[] {3}).toCompletableFuture()).isCompleted();
      assertThat(small.publish("c", new byte[] {4}).toCompletableFuture())
          .isCompletedExceptionally()
          .failsWithin(1, SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(BrokerException.class);
      go.countDown();
      await().until(() -> heard.equals(List.of(1, 2, 3)));
    }
  }

  @Test
  void whatWasPublishedBeforeDoesNotReachALateSubscriber() throws Exception {
    var busy = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    List<String> late = new CopyOnWriteArrayList<>();
    broker()
        .subscribe(
            "c",
            (channel, message) -> {
              busy.countDown();
              awaitQuietly(go);
            });
    publish("c", "1");
    assertThat(busy.await(5, SECONDS)).isTrue();
    publish("c", "2");
    broker().subscribe("c", into(late));
    publish("c", "3");
    go.countDown();
    await().until(() -> late.contains("c=3"));
    assertThat(late).containsExactly("c=3");
  }

  @Test
  void itsThreadIsADaemonAndEndsWithIt() {
    var broker = new MemoryBroker();
    assertThat(broker.thread().isDaemon()).isTrue();
    broker.close();
    await().until(() -> !broker.thread().isAlive());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
