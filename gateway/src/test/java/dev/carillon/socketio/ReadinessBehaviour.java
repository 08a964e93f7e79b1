package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.socketio.SocketIoServer.Peer;
import dev.carillon.support.FakeClock;
import dev.carillon.support.LateApp;
import dev.carillon.support.RefusalCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ready means ready: what becomes of clients that come too early, whatever carries the messages.
abstract class ReadinessBehaviour {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  final FakeClock clock = new FakeClock();
  final RefusalCounter refusals = new RefusalCounter();
  private final List<AutoCloseable> open = new ArrayList<>();
  private SocketIo io = SocketIo.create("late", SocketIoSettings.defaults());
  private LateApp app = new LateApp(io);

  /// Says what carries messages.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  final Gateway start(SocketIoSettings settings) {
    io = SocketIo.create("late", settings.with(to -> to.patience = PATIENCE));
    app = new LateApp(io);
    Gateway gateway =
        carriedBy(Gateway.builder()).lanes(2).clock(clock).instruments(refusals).app(app).start();
    open.add(gateway);
    return gateway;
  }

  final Gateway start() {
    return start(SocketIoSettings.defaults());
  }

  final Peer peer(Gateway gateway) {
    var peer = new Peer(gateway.port(io));
    open.add(peer);
    return peer;
  }

  final SocketIo io() {
    return io;
  }

  final CompletableFuture<Void> ready() {
    return app.ready();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void aClientIsHeldUntilTheAppIsReady() {
    Gateway gateway = start();
    var asked = new AtomicInteger();
    io.use(socket -> asked.incrementAndGet());
    Peer early = peer(gateway).send("40");
    Peer other = peer(gateway).send("40/sync,");
    assertThat(other.next()).startsWith("44/sync,"); // no such namespace: nothing to wait for
    clock.advance(PATIENCE.dividedBy(2));
    assertThat(asked).hasValue(0);

    ready().complete(null);

    early.welcome();
    assertThat(asked).hasValue(1);
    peer(gateway).send("40").welcome();
    assertThat(refusals.reasons()).isEmpty();
  }

  @Test
  void aClientThatWaitedInVainLosesItsTransportAndNothingElse() {
    Gateway gateway = start();
    Peer early = peer(gateway).send("40");

    passPatienceUntil(() -> !refusals.reasons().isEmpty());

    assertThat(early.isClosed()).isTrue(); // no refusal before, which would keep it away for good
    assertThat(refusals.reasons()).hasSize(1);
    ready().complete(null);
    peer(gateway).send("40").welcome();
  }

  @Test
  void anAppThatWillNeverBeReadyKeepsNobodyWaiting() {
    Gateway gateway = start();
    Peer early = peer(gateway).send("40");

    ready().completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(early.isClosed()).isTrue();
    assertThat(peer(gateway).send("40").isClosed()).isTrue();
  }

  @Test
  void whoIsHeldWhenTheGatewayClosesGoes() {
    Gateway gateway = start();
    Peer early = peer(gateway).send("40");

    gateway.close();

    assertThat(early.isClosed()).isTrue();
  }

  @Test
  void anEndpointWithoutPatienceSendsAwayAtOnce() {
    io =
        SocketIo.create(
            "late", SocketIoSettings.defaults().with(to -> to.patience = Duration.ZERO));
    app = new LateApp(io);
    Gateway gateway = carriedBy(Gateway.builder()).lanes(1).app(app).start();
    open.add(gateway);

    assertThat(peer(gateway).send("40").isClosed()).isTrue();
    ready().complete(null);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.broker().state() == Broker.State.READY);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> peer(gateway).send("40").next().startsWith("40"));
  }

  // ---- the store ----

  @Test
  void aMiddlewareIsAskedAgainWhenTheStoreIsBack() {
    Gateway gateway = start();
    ready().complete(null);
    var away = new AtomicInteger(3);
    var passed = new AtomicInteger();
    io.use(socket -> passed.incrementAndGet());
    io.use(socket -> {
      if (away.getAndDecrement() > 0) {
        throw new StoreException("away", new IllegalStateException());
      }
    });
    Peer held = peer(gateway).send("40");

    passPatienceUntil(() -> away.get() < 0);

    held.welcome();
    assertThat(passed).hasValue(1);
    assertThat(refusals.reasons()).isEmpty();
  }

  @Test
  void aClientThatTheStoreStaysAwayFromComesBackLater() {
    Gateway gateway = start();
    ready().complete(null);
    io.use(socket -> {
      throw new StoreException("away", new IllegalStateException());
    });
    Peer held = peer(gateway).send("40");

    passPatienceUntil(() -> !refusals.reasons().isEmpty());

    assertThat(held.isClosed()).isTrue();
    assertThat(refusals.reasons()).containsExactly("try-again-later");
  }

  @Test
  void aValueOfTheWrongKindIsNoReasonToWait() {
    Gateway gateway = start();
    ready().complete(null);
    Store store = gateway.store();
    store.addScored("not-text", 1, "member");
    io.use(socket -> store.get("not-text"));

    assertThat(peer(gateway).send("40").next()).isEqualTo("44{\"message\":\"internal error\"}");
    assertThat(refusals.reasons()).containsExactly("middleware-failed");
  }

  /// Lets time pass, in steps, until something is so.
  final void passPatienceUntil(Callable<Boolean> so) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          clock.advance(Duration.ofMillis(500));
          return so.call();
        });
  }
}
