package dev.carillon.cluster;

import dev.carillon.cluster.NodeMessage.Change;
import dev.carillon.cluster.NodeMessage.Hint;
import dev.carillon.core.Answers;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes that know each other by leases in the store and by messages on one channel of the broker.
///
/// [Roster] decides who is there, [Heartbeat] keeps its time, an [Announcer] tells each listener, and
/// [Questions] asks and answers. With a broker that reaches no other node there is nothing to decide
/// and nobody to ask: no thread, no lease and no channel.
///
/// Safe for any thread.
public final class LeasedNodes implements Nodes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedNodes.class);
  private static final String KEY = "carillon:nodes";
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 16;

  /// How long the news that this node stops may take.
  private static final long FAREWELL_SECONDS = 1;

  private final Broker broker;
  private final Instruments instruments;
  private final boolean alone;
  private final Roster roster;
  private final Heartbeat heartbeat;
  private final Questions questions;
  private final List<Announcer> announcers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Completes once this node has looked who is there, and can be answered.
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private final CompletableFuture<Void> looked = new CompletableFuture<>();

  /// Confined to the beating thread.
  private boolean failing;

  /// Makes a node that is not among the others before it is used.
  ///
  /// @param lane keeps the time; its clock is that of this node
  public LeasedNodes(
      Lane lane,
      RandomGenerator random,
      Instruments instruments,
      Broker broker,
      Store store,
      NodeSettings settings) {
    this(lane, random, instruments, broker, store, settings, !broker.reachesOtherNodes());
  }

  LeasedNodes(
      Lane lane,
      RandomGenerator random,
      Instruments instruments,
      Broker broker,
      Store store,
      NodeSettings settings,
      boolean alone) {
    this.broker = broker;
    this.instruments = instruments;
    this.alone = alone;
    Clock clock = lane.clock();
    this.roster =
        new Roster(store.leases(KEY), clock, settings, () -> id(settings, random), this::hint);
    this.heartbeat =
        new Heartbeat(lane, settings.interval().toMillis(), this::beat, this::farewell);
    this.questions = new Questions(roster, broker, lane, id(settings, random));
  }

  private static String id(NodeSettings settings, RandomGenerator random) {
    var id = new StringBuilder(settings.name).append('-');
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  @Override
  public String self() {
    return roster.view().self();
  }

  @Override
  public Set<String> present() {
    start();
    return roster.view().present();
  }

  @Override
  public boolean holdsLease() {
    start();
    return alone || roster.holdsLease();
  }

  @Override
  public void onChange(Listener listener) {
    start();
    var announcer = new Announcer(roster::view, this::holdsLease, listener);
    announcers.add(announcer);
    announcer.poke();
  }

  @Override
  public CompletionStage<Answers> ask(String topic, byte[] question, Duration limit) {
    start();
    return questions.ask(topic, question, limit, ready, alone);
  }

  @Override
  public void answer(String topic, Answerer answerer) {
    start();
    questions.answer(topic, answerer);
  }

  private void start() {
    if (!started.compareAndSet(false, true) || alone || closed.get()) {
      return;
    }
    Broker.Subscription all =
        broker.subscribe(Questions.CHANNEL, (channel, bytes) -> onMessage(bytes));
    Broker.Subscription own =
        broker.subscribe(questions.replyChannel(), (channel, bytes) -> onMessage(bytes));
    all.established()
        .thenCombine(own.established(), (one, other) -> looked)
        .thenCompose(stage -> stage)
        .thenRun(() -> ready.complete(null));
    broker.onStateChange(state -> {
      if (state == Broker.State.READY) {
        heartbeat.soon();
      }
    });
    heartbeat.start();
  }

  private void beat() {
    try {
      roster.beat();
      looked.complete(null);
      if (failing) {
        failing = false;
        LOG.info("nodes: lease renewed again: node={}", self());
      }
    } catch (StoreException e) {
      if (!failing && !closed.get()) {
        failing = true;
        LOG.warn("nodes: lease not renewed, trying on: node={}: {}", self(), e.getMessage());
      }
    }
    questions.retain(roster.view().others());
    announcers.forEach(Announcer::poke);
  }

  private void onMessage(byte[] bytes) {
    switch (NodeMessage.decode(bytes)) {
      case null -> instruments.badInput("nodes", "broker", "message");
      case Hint hint -> onHint(hint);
      case NodeMessage.Ask ask -> questions.onAsk(ask);
      case NodeMessage.Part part -> questions.onPart(part);
      case NodeMessage.Done done -> questions.onDone(done);
    }
  }

  private void onHint(Hint hint) {
    if (hint.node().equals(self())) {
      return;
    }
    if (hint.kind() == Change.STOPPED) {
      roster.stopping(hint.node());
    }
    heartbeat.soon();
  }

  /// A hint that is lost costs the others nothing but the time until they look by themselves.
  private CompletionStage<Void> hint(Hint hint) {
    return broker.publish(Questions.CHANNEL, NodeMessage.encode(hint));
  }

  private void farewell() {
    if (broker.state() != Broker.State.READY) {
      // The store would be waited for in vain.
      return;
    }
    try {
      if (roster.farewell()) {
        // Waited for, because the link is closed next.
        hint(new Hint(Change.STOPPED, self()))
            .toCompletableFuture()
            .orTimeout(FAREWELL_SECONDS, TimeUnit.SECONDS)
            .exceptionally(failure -> null)
            .join();
      }
    } catch (StoreException e) {
      LOG.warn("nodes: lease not given back, it will run out: {}", e.getMessage());
    }
  }

  /// Leaves the others, who learn of it at once. Blocks for a round trip to the store. Idempotent.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      heartbeat.close();
    }
  }
}
