package dev.carillon.socketio;

import dev.carillon.core.Lane;
import dev.carillon.core.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// What is done with those sockets of a namespace that are on this node. Safe for any thread.
final class LocalSockets {
  private final Namespace namespace;

  /// Broadcasts whose acknowledgements are waited for: as many as the app has open at a time.
  private final Map<Long, BroadcastAck> acks = new ConcurrentHashMap<>();

  LocalSockets(Namespace namespace) {
    this.namespace = namespace;
  }

  /// Does something with each of the sockets meant, in its lane.
  void forEach(Target target, Consumer<Socket> action) {
    namespace
        .rooms()
        .forEach(target.to(), target.except(), member -> action.accept((Socket) member), null);
  }

  /// Asks each of the sockets meant something, in its lane. Completes on a virtual thread.
  <T> CompletionStage<List<T>> collect(Target target, Function<Socket, T> question) {
    var found = new ArrayList<T>();
    var lanesDone = new AtomicLong();
    var result = new CompletableFuture<List<T>>();
    Consumer<Member> add =
        member -> {
          T answer = question.apply((Socket) member);
          synchronized (found) {
            found.add(answer);
          }
        };
    Runnable countDown =
        () -> {
          if (lanesDone.decrementAndGet() == 0) {
            completeWith(found, result);
          }
        };
    int lanes = namespace.rooms().forEach(target.to(), target.except(), add, countDown);
    if (lanesDone.addAndGet(lanes) == 0) {
      completeWith(found, result);
    }
    return result;
  }

  private static <T> void completeWith(List<T> found, CompletableFuture<List<T>> result) {
    List<T> copy;
    synchronized (found) {
      copy = List.copyOf(found);
    }
    Thread.startVirtualThread(() -> result.complete(copy));
  }

  /// Sends an event to the sockets meant, and has what their clients acknowledge it with collected.
  void emit(EncodedEvent event, Target target, Duration timeout, BroadcastAck collected) {
    namespace.rooms().awaitCapacity();
    long ackId = namespace.nextAckId();
    acks.put(ackId, collected);
    Lane lane = namespace.io().services().lanes().getFirst();
    collected.whenOver(() -> {
      acks.remove(ackId);
      lane.execute(() -> lane.timers().cancel(collected));
    });
    lane.run(() -> lane.timers().schedule(collected, timeout.toMillis()));
    PacketMessage message = PacketMessage.event(namespace.name(), ackId, event, Delivery.now());
    int lanes =
        namespace
            .rooms()
            .forEach(
                target.to(),
                target.except(),
                member -> {
                  if (member instanceof Socket socket
                      && socket.takeToAcknowledge(message, target.to())) {
                    collected.sentTo(socket.id());
                  }
                },
                collected::laneDone);
    collected.expectLanes(lanes);
  }

  /// Takes an acknowledgement. In the socket's lane.
  void onAck(long ackId, String socketId, Arguments args) {
    BroadcastAck collected = acks.get(ackId);
    if (collected != null) {
      collected.acknowledged(socketId, args);
    }
  }
}
