package dev.carillon.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Broker.State;
import dev.carillon.core.BrokerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every broker promises; one subclass for each.
public abstract class BrokerBehaviour {

  private Broker broker;

  /// Opens a fresh broker, which may still be on its way to `READY`.
  protected abstract Broker open();

  @BeforeEach
  final void openBroker() {
    broker = open();
    await().until(() -> broker.state() == State.READY);
  }

  @AfterEach
  final void closeBroker() {
    broker.close();
  }

  /// Returns the broker under test.
  protected final Broker broker() {
    return broker;
  }

  /// Subscribes and waits until the subscription is confirmed.
  protected final Broker.Subscription subscribe(String channel, Broker.Listener listener) {
    return confirmed(broker.subscribe(channel, listener));
  }

  protected static Broker.Subscription confirmed(Broker.Subscription subscription) {
    subscription.confirmed().toCompletableFuture().orTimeout(5, SECONDS).join();
    return subscription;
  }

  /// Publishes text and waits until it is accepted.
  protected final void publish(String channel, String text) {
    broker
        .publish(channel, text.getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(5, SECONDS)
        .join();
  }

  /// A listener that adds what it hears, as text, to a list.
  protected static Broker.Listener into(List<String> heard) {
    return (channel, message) -> heard.add(channel + "=" + new String(message, UTF_8));
  }

  @Test
  void messagesKeepTheOrderOfPublishing() {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    var plain = new ArrayList<Integer>();
    subscribe(
        "order",
        (channel, message) -> {
          plain.add(Integer.valueOf(new String(message, UTF_8)));
          if (plain.size() == 2_000) {
            heard.addAll(plain);
          }
        });
    for (int i = 0; i < 2_000; i++) {
      broker.publish("order", Integer.toString(i).getBytes(UTF_8));
    }
    await().atMost(30, SECONDS).until(() -> !heard.isEmpty());
    for (int i = 0; i < 2_000; i++) {
      assertThat(heard.get(i)).isEqualTo(i);
    }
  }

  @Test
  void subscribersOfTwoChannelsSeeTheSameOrderOfManyPublishers() throws Exception {
    var first = new StringBuilder();
    var second = new StringBuilder();
    var count = new AtomicInteger();
    for (var all : List.of(first, second)) {
      for (String channel : List.of("a", "b")) {
        subscribe(
            channel,
            (from, message) -> {
              all.append(new String(message, UTF_8)).append(' ');
              count.incrementAndGet();
            });
      }
    }
    var publishers = new ArrayList<Thread>();
    for (int p = 0; p < 4; p++) {
      String name = "p" + p + "-";
      publishers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  broker.publish(i % 2 == 0 ? "a" : "b", (name + i).getBytes(UTF_8));
                }
              }));
    }
    for (Thread publisher : publishers) {
      publisher.join();
    }
    await().atMost(30, SECONDS).until(() -> count.get() == 4_000);
    assertThat(first).hasToString(second.toString());
  }

  @Test
  void closingOneOfTwoSubscriptionsKeepsTheOther() {
    List<String> kept = new CopyOnWriteArrayList<>();
    List<String> closed = new CopyOnWriteArrayList<>();
    subscribe("room", into(kept));
    var other = subscribe("room", into(closed));
    publish("room", "1");
    await().until(() -> kept.size() == 1 && closed.size() == 1);
    other.close();
    other.close();
    publish("room", "2");
    await().until(() -> kept.size() == 2);
    assertThat(closed).containsExactly("room=1");
  }

  @Test
  void aChannelSubscribedAgainIsHeardAgain() {
    List<String> heard = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 50; i++) {
      broker.subscribe("again", (channel, message) -> {}).close();
      try (var held = subscribe("again", into(heard))) {
        publish("again", Integer.toString(i));
        int size = i + 1;
        await().until(() -> heard.size() == size);
        assertThat(held.confirmed().toCompletableFuture()).isCompleted();
      }
    }
  }

  @Test
  void patternsHearOfTheExactChannel() {
    List<String> heard = new CopyOnWriteArrayList<>();
    confirmed(broker.subscribePattern("trip:[0-9]*", into(heard)));
    subscribe("end", into(heard));
    for (String channel : List.of("trip:1", "trip:x", "trip:42", "strip:1", "trip:9/days", "end")) {
      publish(channel, "m");
    }
    await().until(() -> heard.contains("end=m"));
    assertThat(heard).containsExactly("trip:1=m", "trip:42=m", "trip:9/days=m", "end=m");
  }

  @Test
  void aClosedPatternIsHeardNoMore() {
    List<String> heard = new CopyOnWriteArrayList<>();
    var pattern = confirmed(broker.subscribePattern("chat:*", into(heard)));
    subscribe("end", into(heard));
    publish("chat:1", "m");
    await().until(() -> heard.size() == 1);
    pattern.close();
    publish("chat:2", "m");
    publish("end", "m");
    await().until(() -> heard.contains("end=m"));
    assertThat(heard).containsExactly("chat:1=m", "end=m");
  }

  @Test
  void aListenerThatThrowsLosesThatMessageOnly() {
    List<String> heard = new CopyOnWriteArrayList<>();
    List<String> neighbour = new CopyOnWriteArrayList<>();
    subscribe(
        "bad",
        (channel, message) -> {
          if (message[0] == '1') {
            throw new IllegalStateException("on purpose");
          }
          into(heard).onMessage(channel, message);
        });
    subscribe("bad", into(neighbour));
    publish("bad", "1");
    publish("bad", "2");
    await().until(() -> neighbour.size() == 2);
    assertThat(heard).containsExactly("bad=2");
  }

  @Test
  void payloadsAreUntouchedBytes() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    List<byte[]> heard = new CopyOnWriteArrayList<>();
    subscribe("bytes", (channel, message) -> heard.add(message));
    for (byte[] payload : List.of(every, new byte[0], new byte[300_000])) {
      broker.publish("bytes", payload);
    }
    await().until(() -> heard.size() == 3);
    assertThat(heard.get(0)).isEqualTo(every);
    assertThat(heard.get(1)).isEmpty();
    assertThat(heard.get(2)).hasSize(300_000);
  }

  @Test
  void eachListenerOwnsItsArray() {
    List<byte[]> heard = new CopyOnWriteArrayList<>();
    subscribe("own", (channel, message) -> heard.add(message));
    subscribe("own", (channel, message) -> heard.add(message));
    publish("own", "m");
    await().until(() -> heard.size() == 2);
    assertThat(heard.get(0)).isEqualTo(heard.get(1)).isNotSameAs(heard.get(1));
  }

  @Test
  void channelsMayHaveAnyName() {
    List<String> heard = new CopyOnWriteArrayList<>();
    String name = "Glockenspiel 🔔 {é}";
    subscribe(name, into(heard));
    publish(name, "m");
    publish(name, "m");
    await().until(() -> heard.size() == 2);
    assertThat(heard).containsOnly(name + "=m");
  }

  @Test
  void listenersRunOnOneThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    var count = new AtomicInteger();
    for (String channel : List.of("x", "y", "z")) {
      subscribe(
          channel,
          (from, message) -> {
            threads.add(Thread.currentThread());
            count.incrementAndGet();
          });
      publish(channel, "m");
    }
    await().until(() -> count.get() == 3);
    assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void aListenerMaySubscribeAndLetGo() {
    List<String> heard = new CopyOnWriteArrayList<>();
    var holds = new CopyOnWriteArrayList<Broker.Subscription>();
    holds.add(
        subscribe(
            "nest",
            (channel, message) -> {
              holds.getFirst().close();
              var inner = broker.subscribe("inner", into(heard));
              inner.confirmed().thenRun(() -> broker.publish("inner", message));
            }));
    publish("nest", "m");
    await().until(() -> heard.contains("inner=m"));
  }

  @Test
  void aClosedBrokerRefusesEverythingAndTells() {
    List<State> states = new CopyOnWriteArrayList<>();
    broker.onStateChange(states::add);
    broker.close();
    broker.close();
    await().until(() -> states.contains(State.CLOSED));
    assertThat(states).containsExactly(State.CLOSED);
    assertThat(broker.state()).isEqualTo(State.CLOSED);
    assertThatThrownBy(() -> publish("room", "m"))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(BrokerException.class);
    var late = broker.subscribe("room", (channel, message) -> {});
    await().until(() -> late.confirmed().toCompletableFuture().isCompletedExceptionally());
  }
}
