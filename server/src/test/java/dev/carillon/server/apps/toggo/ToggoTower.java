package dev.carillon.server.apps.toggo;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A gateway with the app, whose clock the test turns. Confined to the test's thread.
final class ToggoTower implements AutoCloseable {
  private static final String MARK = "mark";

  private final FakeClock clock = new FakeClock();
  private final List<String> badInputs = new CopyOnWriteArrayList<>();
  private final Gateway gateway;
  private volatile CountDownLatch marked = new CountDownLatch(0);

  ToggoTower(GatewayBuilder builder, ToggoSettings settings) {
    this(builder, settings, ToggoApp.channels("/ws"), null);
  }

  ToggoTower(
      GatewayBuilder builder,
      ToggoSettings settings,
      ChannelsSettings channels,
      @Nullable Consumer<TripEvent> feed) {
    gateway =
        builder
            .lanes(3)
            .clock(clock)
            .instruments(new Counting())
            .app(new TestTrips(settings, channels, feed))
            .start();
    gateway
        .broker()
        .subscribe(MARK, (channel, message) -> marked.countDown())
        .confirmed()
        .toCompletableFuture()
        .orTimeout(10, SECONDS)
        .join();
    // What is subscribed is heard; to publish takes a link of its own.
    Awaitility.await().until(() -> gateway.broker().state() == Broker.State.READY);
  }

  ToggoClient client(String... headers) {
    return ToggoClient.connect(port(), headers);
  }

  int port() {
    return gateway.addresses().getFirst().uri().getPort();
  }

  Gateway gateway() {
    return gateway;
  }

  /// Returns what was counted as bad, as `source reason`.
  List<String> badInputs() {
    return badInputs;
  }

  FakeClock clock() {
    return clock;
  }

  /// Publishes events, with `'` for `"`, and returns when they are in their batches.
  ToggoTower publish(String channel, String... events) {
    for (String event : events) {
      send(channel, event.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    return settle();
  }

  /// Returns when all that was published so far is where it belongs.
  ToggoTower settle() {
    marked = new CountDownLatch(1);
    send(MARK, new byte[0]);
    await(marked);
    var lanes = new CountDownLatch(gateway.lanes().size());
    for (Lane lane : gateway.lanes()) {
      lane.execute(lanes::countDown);
    }
    await(lanes);
    return this;
  }

  /// Lets time pass, and returns when all has happened that was to happen by then.
  void pass(Duration time) {
    var turned = new CountDownLatch(gateway.lanes().size());
    for (Lane lane : gateway.lanes()) {
      lane.execute(() -> lane.timers().schedule(new Turn(lane, turned), time.toMillis()));
    }
    settle();
    clock.advance(time);
    await(turned);
  }

  /// Counts once all deadlines of its turn are through.
  private static final class Turn extends Timed {
    private final Lane lane;
    private final CountDownLatch turned;

    Turn(Lane lane, CountDownLatch turned) {
      this.lane = lane;
      this.turned = turned;
    }

    @Override
    protected void onDeadline() {
      lane.execute(turned::countDown);
    }
  }

  void passWindow() {
    pass(Duration.ofMillis(200));
  }

  private void send(String channel, byte[] message) {
    gateway.publish(channel, message).toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    gateway.close();
  }

  private final class Counting implements Instruments {
    @Override
    public void badInput(String endpoint, String source, String reason) {
      badInputs.add(source + " " + reason);
    }
  }
}
