package dev.carillon.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What counted subscriptions promise, on whichever broker.
abstract class SharedSubscriptionsBehaviour {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  abstract Broker broker();

  private SharedSubscriptions subscriptions() {
    return new SharedSubscriptions(
        broker(), (channel, message) -> heard.add(channel + " " + new String(message, UTF_8)));
  }

  static void acquire(SharedSubscriptions subscriptions, String channel) throws Exception {
    subscriptions.acquire(channel).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void publish(String channel, String message) throws Exception {
    broker()
        .publish(channel, message.getBytes(UTF_8))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void aMessageIsHeardOnceHoweverManyNeedItsChannel() throws Exception {
    try (var subscriptions = subscriptions()) {
      acquire(subscriptions, "chat:1");
      acquire(subscriptions, "chat:1");
      publish("chat:1", "a");
      publish("chat:12", "not this one");
      publish("chat:1", "b");
      await().untilAsserted(() -> assertThat(heard).containsExactly("chat:1 a", "chat:1 b"));
    }
  }

  @Test
  void whatNobodyNeedsAnyMoreIsNotHeard() throws Exception {
    try (var subscriptions = subscriptions()) {
      acquire(subscriptions, "chat:1");
      acquire(subscriptions, "chat:1");
      acquire(subscriptions, "chat:2");
      subscriptions.release("chat:1");
      publish("chat:1", "still");
      await().until(() -> heard.contains("chat:1 still"));
      subscriptions.release("chat:1");
      subscriptions.release("chat:1"); // one too many changes nothing
      assertThat(subscriptions.size()).isOne();
      publish("chat:1", "gone");
      publish("chat:2", "last");
      await().until(() -> heard.contains("chat:2 last"));
      assertThat(heard).doesNotContain("chat:1 gone");
    }
  }

  @Test
  void comingAndGoingAtOnceLeavesNothingBehind() throws Exception {
    try (var subscriptions = subscriptions()) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 8; t++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < 200; i++) {
                subscriptions.acquire("chat:1");
                subscriptions.release("chat:1");
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(subscriptions.size()).isZero();
      acquire(subscriptions, "chat:1");
      publish("chat:1", "after");
      await().until(() -> heard.contains("chat:1 after"));
    }
  }
}
