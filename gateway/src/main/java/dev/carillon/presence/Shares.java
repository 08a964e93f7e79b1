package dev.carillon.presence;

import dev.carillon.core.Broker;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Brings this node's share of a presence to the other nodes, and theirs here.
///
/// **The problem.** Every node is to hold what every other one has, over a broker that delivers at
/// most once and may be away, without asking a store and without a message per join.
///
/// **The rule.** A share has one writer: its node. Each change gets the next number, in the one place
/// that also publishes it ([OwnShare]), so the broker brings numbers in order; who finds one missing
/// asks for the whole share ([OtherShares]). As the last message before a silence could be the one
/// that is missing, a node repeats its number each beat, and at once when its link to the broker is
/// back. A share that was asked for goes to all, in parts, at most twice a second, whoever asked:
/// after an outage that is one share per node, not one per pair.
///
/// **What takes a share away.** That its node is gone, and nothing else. Never that it was not heard
/// of: a lost link says nothing about who sits behind it. And of a node that is not present nothing is
/// believed, or one that is cut off from the store but not from the broker would come and go with
/// every beat. Once it is present again, under another id, its share is asked for; if that took less
/// than the grace, nothing was ever told.
///
/// With a broker that reaches no other nodes there is nothing to do. Safe for any thread.
final class Shares {
  private final Broker broker;
  private final Nodes nodes;
  private final String channel;
  private final String origin;
  private final boolean alone;
  private final OwnShare own;
  private final OtherShares others;

  /// Completes once this node is among the others and knows who they are.
  private final CompletableFuture<Void> present = new CompletableFuture<>();

  private Broker.@Nullable Subscription subscription;
  private volatile boolean closed;

  Shares(String name, Services services, PresenceSettings settings, Attendance attendance) {
    this.broker = services.broker();
    this.nodes = services.nodes();
    this.channel = "carillon:presence:" + name;
    this.origin = HexFormat.of().toHexDigits(services.random().nextLong());
    this.alone = !broker.reachesOtherNodes();
    this.own = new OwnShare(channel, origin, services, settings.beat.toMillis(), attendance);
    this.others = new OtherShares(name, services, settings, attendance, own);
  }

  /// Returns the name of this node's share.
  String origin() {
    return origin;
  }

  /// Called once, before anything changes.
  void open() {
    if (alone) {
      others.ready().complete(null);
      return;
    }
    broker.onStateChange(state -> {
      if (state == Broker.State.READY && !closed) {
        own.beat();
      }
    });
    Broker.Subscription held = broker.subscribe(channel, (_, bytes) -> others.take(bytes));
    subscription = held;
    nodes.onChange(new Changes());
    held.established().thenCombine(present, (_, _) -> present).thenRun(others::begin);
  }

  private final class Changes implements Nodes.Listener {
    @Override
    public void joined(String node) {
      if (!closed) {
        others.joined(node);
      }
    }

    @Override
    public void left(String node, Nodes.Departure how) {
      if (!closed) {
        others.left(node);
      }
    }

    @Override
    public void lapsed(String was, String now) {
      if (!closed) {
        own.beat();
      }
    }

    @Override
    public void resumed() {
      present.complete(null);
    }
  }

  /// Completes when all that is to be known at the start is known.
  CompletionStage<Void> ready() {
    return others.ready().minimalCompletionStage();
  }

  /// Notes that a device came, changed or went on this node.
  void changed(String room, String user, String device, Farewell how) {
    if (!alone && !closed) {
      own.changed(room, user, device, how);
    }
  }

  void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
    if (!alone) {
      own.end();
      others.end();
    }
  }
}
