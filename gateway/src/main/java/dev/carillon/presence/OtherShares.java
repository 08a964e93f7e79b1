package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What this node knows of the other nodes' shares; see [Shares].
///
/// All is worked off in order by one [Chore], to which what is known is confined; any thread may add
/// to what waits.
final class OtherShares {
  /// Messages that may wait. Further ones are dropped, which leaves a gap like any other.
  private static final int MAX_WAITING = 4096;

  private static final String SOURCE = "broker";

  /// What is known of one share.
  private static final class Known {
    /// Its node, by the id that it had when it last said something.
    private String node;

    private long number;
    private boolean whole;
    private long mayAskAt = Long.MIN_VALUE;

    /// The parts of the whole share that are here, of so many changes.
    private final List<Entry> parts = new ArrayList<>();

    private long partsNumber;
    private int nextPart;

    Known(String node) {
      this.node = node;
    }
  }

  private final String name;
  private final Nodes nodes;
  private final Clock clock;
  private final Instruments instruments;
  private final PresenceSettings settings;
  private final Attendance attendance;
  private final OwnShare own;
  private final Chore receiving;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  // Confined to the chore.
  private final Map<String, Known> shares = new HashMap<>(); // by origin
  private long patienceEnds = Long.MAX_VALUE;

  OtherShares(
      String name,
      Services services,
      PresenceSettings settings,
      Attendance attendance,
      OwnShare own) {
    this.name = name;
    this.nodes = services.nodes();
    this.clock = services.clock();
    this.instruments = services.instruments();
    this.settings = settings;
    this.attendance = attendance;
    this.own = own;
    this.receiving = new Chore("carillon-presence-in", services.lanes().getFirst(), this::workOff);
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  /// Messages reach this node from now on, and it knows who is present: what there was before is asked
  /// for.
  void begin() {
    own.askEverybody();
    own.beat();
    enqueue(() -> patienceEnds = clock.millis() + settings.patience.toMillis());
  }

  /// Notes that a node is present: what it said before was not believed.
  void joined(String node) {
    own.ask(node);
    own.beat();
  }

  /// Takes a message from the broker.
  void take(byte[] bytes) {
    if (waitingCount.get() < MAX_WAITING) {
      enqueue(() -> read(bytes));
    } else {
      instruments.badInput(name, SOURCE, "too-many");
    }
  }

  /// Notes that a node is gone.
  void left(String node) {
    enqueue(() -> {
      var gone = new ArrayList<String>();
      shares.forEach((origin, known) -> {
        if (node.equals(known.node)) {
          gone.add(origin);
        }
      });
      gone.forEach(origin -> {
        shares.remove(origin);
        attendance.replace(origin, List.of());
      });
    });
  }

  void end() {
    receiving.end();
    ready.complete(null);
  }

  private void enqueue(Runnable task) {
    waitingCount.incrementAndGet();
    waiting.add(task);
    receiving.now();
  }

  private long workOff() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      waitingCount.decrementAndGet();
      task.run();
    }
    if (ready.isDone() || patienceEnds == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    if (knowsAll() || clock.millis() >= patienceEnds) {
      ready.complete(null);
    }
    return patienceEnds;
  }

  private void read(byte[] bytes) {
    ShareMessage message;
    try {
      message = ShareCodec.decode(bytes);
    } catch (BadJson e) {
      instruments.badInput(name, SOURCE, e.reason());
      return;
    }
    if (message.node().equals(nodes.self())) {
      return;
    }
    if (message instanceof ShareMessage.Ask ask) {
      if (ask.of() == null || ask.of().equals(nodes.self())) {
        own.sendWhole();
      }
    } else if (nodes.present().contains(message.node())) {
      switch (message) {
        case ShareMessage.Steps steps -> onSteps(steps);
        case ShareMessage.Part part -> onPart(part);
        case ShareMessage.Beat beat -> onBeat(beat);
        case ShareMessage.Ask _ -> throw new AssertionError("answered above");
      }
    }
  }

  private void onSteps(ShareMessage.Steps message) {
    Known known = known(message.node(), message.origin(), message.after());
    if (!known.whole || known.number != message.after()) {
      ask(known);
      return;
    }
    known.number += message.steps().size();
    for (ShareMessage.Step step : message.steps()) {
      Device device = step.device();
      if (device == null) {
        attendance.remove(step.room(), step.user(), message.origin(), step.id(), step.how());
      } else if (hasRoom()) {
        attendance.put(new Entry(step.room(), step.user(), device));
      }
    }
  }

  private void onPart(ShareMessage.Part message) {
    Known known = known(message.node(), message.origin(), message.number());
    if (message.part() == 0) {
      known.parts.clear();
      known.partsNumber = message.number();
      known.nextPart = 0;
    }
    boolean next = message.part() == known.nextPart && message.number() == known.partsNumber;
    if (!next || known.parts.size() > limit()) {
      known.nextPart = -1;
      known.parts.clear();
      return;
    }
    known.parts.addAll(message.entries());
    known.nextPart++;
    if (known.nextPart == message.parts()) {
      attendance.replace(message.origin(), known.parts);
      known.nextPart = -1;
      known.parts.clear();
      known.number = message.number();
      known.whole = true;
    }
  }

  private void onBeat(ShareMessage.Beat message) {
    Known known = known(message.node(), message.origin(), message.number());
    if (!known.whole || known.number != message.number()) {
      ask(known);
    }
  }

  /// Returns what is known of a share.
  ///
  /// @param number at 0 there was nothing in it yet, so all of it is known
  private Known known(String node, String origin, long number) {
    Known known =
        shares.computeIfAbsent(
            origin,
            name -> {
              var fresh = new Known(node);
              fresh.whole = number == 0;
              return fresh;
            });
    known.node = node;
    return known;
  }

  private void ask(Known known) {
    long now = clock.millis();
    if (now >= known.mayAskAt) {
      known.mayAskAt = now + OwnShare.PAUSE_MILLIS;
      own.ask(known.node);
    }
  }

  private int limit() {
    return settings.maxDevices * PresenceSettings.OTHERS;
  }

  private boolean hasRoom() {
    boolean room = attendance.devices() - attendance.devices(own.origin()) < limit();
    if (!room) {
      instruments.badInput(name, SOURCE, "too-many-devices");
    }
    return room;
  }

  private boolean knowsAll() {
    var known = new HashSet<String>();
    known.add(nodes.self());
    shares.values().stream().filter(one -> one.whole).forEach(one -> known.add(one.node));
    return known.containsAll(nodes.present());
  }
}
