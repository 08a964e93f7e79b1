package dev.carillon.presence;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What users do in rooms for a moment, such as typing, on all nodes.
///
/// A signal lasts until it is stopped, its sender closes, its node is gone, or it was not started
/// again for its lifetime, whichever is first; so no *stop* that gets lost leaves somebody typing for
/// ever. Nothing of it is kept anywhere. Nodes tell each other of starts and stops, gathered for a
/// window, and repeat a signal that goes on three times in its lifetime however often it is started.
///
/// A node hears of no signals that began before it, or while its link was down, until they are
/// repeated.
///
/// **Threads.** Safe for any thread; nothing waits.
public final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private static final int MAX_NAME = 1024;
  private static final int REPEATS = 3;

  /// By how much longer another node's signal is kept: its own node is the one that ends it.
  private static final long SLACK_MILLIS = 2000;

  private final String name;
  private final String channel;
  private final String origin;
  private final Nodes nodes;
  private final Broker broker;
  private final Clock clock;
  private final Instruments instruments;
  private final SignalSettings settings;
  private final long lifetime;
  private final BiPredicate<String, String> allowed;
  private final ActiveSignals active;
  private final List<SignalListener> listeners = new CopyOnWriteArrayList<>();
  private final Chore telling;
  private final Chore sending;
  private Broker.@Nullable Subscription subscription;
  private volatile boolean closed;

  /// What other nodes are to hear, by what it is about. Guarded by itself.
  private final Map<Object, RoomSignals.Change> unsent = new LinkedHashMap<>();

  /// The nodes whose signals are here. As many as have been present.
  private final Map<String, String> nodesByOrigin = new ConcurrentHashMap<>();

  /// When each chore has its next turn. Written by it alone.
  private volatile long nextTelling = Long.MIN_VALUE;

  private volatile long nextSending = Long.MIN_VALUE;

  private Signals(
      String name,
      Services services,
      SignalSettings settings,
      BiPredicate<String, String> allowed) {
    this.name = name;
    this.channel = "carillon:signals:" + name;
    this.origin = HexFormat.of().toHexDigits(services.random().nextLong());
    this.nodes = services.nodes();
    this.broker = services.broker();
    this.clock = services.clock();
    this.instruments = services.instruments();
    this.settings = settings.copy();
    this.lifetime = this.settings.lifetime.toMillis();
    this.allowed = allowed;
    this.active = new ActiveSignals(clock);
    this.telling = new Chore("carillon-signals", services.lanes().getFirst(), this::tell);
    this.sending = new Chore("carillon-signals-out", services.lanes().getFirst(), this::send);
  }

  /// Opens the signals of a name on this node.
  ///
  /// @param name the same on all nodes whose users are to see each other's
  /// @param allowed whether a user (second) may send signals in a room (first); asked at each start,
  ///     by the thread that starts
  public static Signals open(
      String name,
      Services services,
      SignalSettings settings,
      BiPredicate<String, String> allowed) {
    var signals = new Signals(name, services, settings, allowed);
    if (signals.broker.reachesOtherNodes()) {
      signals.subscription =
          signals.broker.subscribe(signals.channel, (_, bytes) -> signals.take(bytes));
      signals.nodes.onChange(
          new Nodes.Listener() {
            @Override
            public void left(String node, Nodes.Departure how) {
              signals.left(node);
            }
          });
    }
    return signals;
  }

  /// Adds a listener; it hears what is told from now on.
  public void onChange(SignalListener listener) {
    listeners.add(listener);
  }

  /// Returns a sender for a connection of a user.
  ///
  /// @param id the connection's
  public SignalSender sender(String user, String id) {
    return new SignalSender(this, user, id);
  }

  /// Returns the signals of a room that were told and have not ended, for a newcomer.
  public List<Signal> active(String room) {
    return active.told(room);
  }

  boolean isAllowed(String room, String user) {
    return allowed.test(room, user);
  }

  int maxPerSender() {
    return settings.maxPerSender;
  }

  Signal signal(String room, String user, String sender, String kind, String data) {
    return new Signal(room, user, sender, origin, kind, data);
  }

  boolean fits(Signal signal) {
    return signal.data().length() <= settings.maxData
        && signal.room().length() <= MAX_NAME
        && signal.user().length() <= MAX_NAME
        && signal.sender().length() <= MAX_NAME
        && signal.kind().length() <= MAX_NAME;
  }

  boolean isActive(Signal signal) {
    return active.isActive(signal);
  }

  /// @return `false` if there are too many
  boolean start(Signal signal) {
    ActiveSignals.Start outcome =
        active.start(signal, lifetime, settings.maxSignals, lifetime / REPEATS);
    if (outcome == ActiveSignals.Start.PUBLISH) {
      publish(new RoomSignals.Change(signal, true));
      telling.at(nextTelling);
    }
    return outcome != ActiveSignals.Start.REFUSED;
  }

  void end(Signal signal) {
    if (active.end(signal)) {
      publish(new RoomSignals.Change(signal, false));
      telling.at(nextTelling);
    }
  }

  private void publish(RoomSignals.Change change) {
    if (subscription == null || closed) {
      return;
    }
    Signal signal = change.signal();
    var about = List.of(signal.room(), signal.user(), signal.sender(), signal.kind());
    synchronized (unsent) {
      unsent.put(about, change);
    }
    sending.at(nextSending);
  }

  private long tell() {
    long now = clock.millis();
    for (Signal over : active.expire()) {
      if (over.origin().equals(origin)) {
        publish(new RoomSignals.Change(over, false));
      }
    }
    if (active.hasNews() && now >= nextTelling) {
      nextTelling = now + settings.window.toMillis();
      for (RoomSignals signals : active.take()) {
        listeners.forEach(listener -> call(listener, signals));
      }
    }
    long next = active.nextExpiry();
    return active.hasNews() ? Math.min(next, nextTelling) : next;
  }

  private static void call(SignalListener listener, RoomSignals signals) {
    try {
      listener.onSignals(signals);
    } catch (RuntimeException | Error e) {
      // The app's bug: the others are to hear of it all the same.
      LOG.error("signal listener failed", e);
    }
  }

  private long send() {
    Collection<RoomSignals.Change> taken;
    synchronized (unsent) {
      taken = List.copyOf(unsent.values());
      unsent.clear();
    }
    nextSending = clock.millis() + settings.window.toMillis();
    var batch = new ArrayList<RoomSignals.Change>();
    int size = 0;
    for (RoomSignals.Change change : taken) {
      batch.add(change);
      Signal signal = change.signal();
      size += signal.room().length() + signal.user().length() + signal.sender().length();
      size += signal.kind().length() + signal.data().length();
      if (size >= SignalCodec.FULL) {
        publish(batch);
        batch.clear();
        size = 0;
      }
    }
    publish(batch);
    return Long.MAX_VALUE;
  }

  /// What the broker does not take is repeated, or runs out.
  private void publish(List<RoomSignals.Change> batch) {
    if (!batch.isEmpty()) {
      var _ =
          broker.publish(
              channel, SignalCodec.encode(new SignalCodec.Batch(nodes.self(), origin, batch)));
    }
  }

  /// On the broker's thread: a message is short, and nothing is done but noting it.
  private void take(byte[] bytes) {
    SignalCodec.Batch batch;
    try {
      batch = SignalCodec.decode(bytes);
    } catch (BadJson e) {
      instruments.badInput(name, "broker", e.reason());
      return;
    }
    if (batch.origin().equals(origin) || !nodes.present().contains(batch.node())) {
      return;
    }
    nodesByOrigin.put(batch.origin(), batch.node());
    int limit = settings.maxSignals * SignalSettings.OTHERS;
    for (RoomSignals.Change change : batch.changes()) {
      Signal signal = change.signal();
      if (!change.active()) {
        active.end(signal);
      } else if (!fits(signal)
          || active.start(signal, lifetime + SLACK_MILLIS, limit, 0)
              == ActiveSignals.Start.REFUSED) {
        instruments.badInput(name, "broker", "signal-refused");
      }
    }
    telling.at(nextTelling);
  }

  private void left(String node) {
    for (String from : List.copyOf(nodesByOrigin.keySet())) {
      if (!closed && nodesByOrigin.remove(from, node)) {
        active.endAll(from);
        telling.at(nextTelling);
      }
    }
  }

  /// Tells nobody anything any more. Idempotent.
  @Override
  public void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
    telling.end();
    sending.end();
  }
}
