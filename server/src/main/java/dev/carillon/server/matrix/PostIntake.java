package dev.carillon.server.matrix;

import dev.carillon.core.Clock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Messages that have arrived and that no node has claimed yet as far as is known here, room by room in order.
///
/// Each is tried until it is settled: this node has claimed it, another one has, or it is too late. What waits holds
/// up the later messages of its room, and no other room. Any thread may offer; one thread, in [#run], does the rest.
final class PostIntake {
  private static final long LOOK_MILLIS = 20;
  private static final long RENEW_MILLIS = RoomTurns.LIFETIME.toMillis() / 3;

  /// A message, and its arrival.
  record Claimable(Post post, PostClaims.Arrival arrival) {
    String room() {
      return post.server() + " " + post.room();
    }
  }

  private final ArrayBlockingQueue<Claimable> arrived;
  private final RoomTurns turns;
  private final Clock clock;
  private final Predicate<Claimable> settle;

  /// Confined to the thread of [#run].
  private final Map<String, ArrayDeque<Claimable>> waiting = new LinkedHashMap<>();

  private long renewedMillis;
  private final AtomicInteger waitingMessages = new AtomicInteger();

  /// @param most how many may have arrived; as many again may wait
  /// @param settle says whether a message is settled; blocks
  PostIntake(int most, RoomTurns turns, Clock clock, Predicate<Claimable> settle) {
    this.arrived = new ArrayBlockingQueue<>(most);
    this.turns = turns;
    this.clock = clock;
    this.settle = settle;
  }

  /// Takes a message, in the order of arrival. Never blocks.
  ///
  /// @return false if there is no room for it
  boolean offer(Claimable message) {
    return arrived.offer(message);
  }

  int size() {
    return arrived.size() + waitingMessages.get();
  }

  /// Settles one message after the other, and keeps this node's turns. Returns when it is interrupted.
  void run() throws InterruptedException {
    while (true) {
      boolean idle = waiting.isEmpty() && turns.isEmpty();
      Claimable next =
          // What waits is limited as well.
          waitingMessages.get() >= arrived.size() + arrived.remainingCapacity()
              ? pause()
              : idle ? arrived.take() : arrived.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (next == null) {
        settleAll();
      } else {
        waiting.computeIfAbsent(next.room(), room -> new ArrayDeque<>(2)).add(next);
        waitingMessages.incrementAndGet();
        settle(next.room());
      }
      renew();
    }
  }

  private static @Nullable Claimable pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    return null;
  }

  private void settleAll() {
    for (String room : waiting.keySet().toArray(String[]::new)) {
      settle(room);
    }
  }

  private void settle(String room) {
    ArrayDeque<Claimable> messages = waiting.get(room);
    if (messages == null) {
      return;
    }
    Iterator<Claimable> inOrder = messages.iterator();
    while (inOrder.hasNext() && settle.test(inOrder.next())) {
      inOrder.remove();
      waitingMessages.decrementAndGet();
    }
    if (messages.isEmpty()) {
      waiting.remove(room);
    }
  }

  private void renew() {
    long now = clock.millis();
    if (now - renewedMillis >= RENEW_MILLIS) {
      renewedMillis = now;
      turns.renew();
    }
  }
}
