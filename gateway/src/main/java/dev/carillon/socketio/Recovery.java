package dev.carillon.socketio;

import dev.carillon.core.Clock;
import dev.carillon.core.History;
import dev.carillon.core.Lane;
import dev.carillon.core.Message;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Connection state recovery of one namespace: its history, and the clients that are away.
///
/// The lock does two things. It makes "take the next number and hand the message to the lanes" one
/// step, so that every client sees rising numbers; and it makes "read what was missed and join the
/// rooms" one step, so that a returning client misses nothing in between. It is held for memory
/// operations only, never while waiting for anything.
///
/// **Orders** (leave these rooms, be gone) mean those who are away as much as those who are here, or an
/// authority would end with a lost link. Those who are here are reached by a task in each lane, and may
/// go before it: their session would then keep what the order took. So orders are numbered under the
/// lock, too; each lane tells up to which it has carried them out; and whoever goes has those applied
/// to its session that its lane has yet to carry out. Whoever is on its way back is neither here nor
/// away: its session is kept as *returning* meanwhile, and orders change it there.
///
/// Thread-safe.
final class Recovery {
  private final List<Lane> lanes;
  private final RecoverySettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final History history;

  /// Clients that are away by their secret id, in the order in which they went.
  private final LinkedHashMap<String, Session> away = new LinkedHashMap<>();

  /// Clients that are on their way back by their secret id.
  private final Map<String, Session> returning = new HashMap<>();

  /// Orders that some lane has yet to carry out, oldest first.
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /// The number of the latest order, and by lane that of the latest one it has carried out.
  private long orders;

  private final long[] carriedOut;

  /// Clients that are here by their secret id.
  private final Map<String, Socket> present = new HashMap<>();

  Recovery(String epoch, RecoverySettings settings, Clock clock, List<Lane> lanes) {
    this.lanes = lanes;
    this.carriedOut = new long[lanes.size()];
    this.settings = settings;
    this.clock = clock;
    this.history = new History(epoch, settings.window.toMillis(), settings.maxBytes, clock);
  }

  boolean skipsMiddlewares() {
    return settings.skipMiddlewares;
  }

  // ---- messages ----

  /// Makes a message from its number and the offset that clients get with it.
  @FunctionalInterface
  interface Maker {
    PacketMessage make(long number, String offset);
  }

  /// Numbers a message, keeps it and hands it out, in one step.
  void send(Maker maker, Collection<String> to, Collection<String> except, Consumer<Message> out) {
    lock.lock();
    try {
      long number = history.nextNumber();
      PacketMessage message = maker.make(number, Position.of(history.epoch(), number));
      history.add(message, to, except, message.size());
      out.accept(message);
    } finally {
      lock.unlock();
    }
  }

  /// Hands out a message that is not kept. It carries the offset of the latest one that is, since
  /// clients take the last argument of any event for an offset if it is a text.
  void sendUnkept(Maker maker, Consumer<Message> out) {
    lock.lock();
    try {
      out.accept(maker.make(Message.UNNUMBERED, Position.of(history.epoch(), history.head())));
    } finally {
      lock.unlock();
    }
  }

  /// Notes that this node may have missed messages: nobody recovers across this moment.
  void noteGap() {
    lock.lock();
    try {
      history.noteGap();
    } finally {
      lock.unlock();
    }
  }

  // ---- clients ----

  /// Lets a client in, under the lock, so that it gets all that is sent from here on.
  ///
  /// @param joining joins the rooms; gets the number of the latest message
  void enter(Socket socket, String recoveryId, Consumer<Long> joining) {
    lock.lock();
    try {
      present.put(recoveryId, socket);
      joining.accept(history.head());
    } finally {
      lock.unlock();
    }
  }

  /// Returns the session of a client that is on its way back as it is by now, or `null` once it was
  /// ended.
  @Nullable Session returning(String recoveryId) {
    lock.lock();
    try {
      return returning.get(recoveryId);
    } finally {
      lock.unlock();
    }
  }

  /// Lets a returning client in, under the lock.
  ///
  /// @param rooms tells of its session's rooms those whose messages it is to get
  /// @param joining joins the rooms and replays; gets what was missed
  /// @return whether all that was missed is there, and nobody has ended the session; if not, nothing
  ///     was done
  boolean reenter(
      Socket socket,
      Return back,
      UnaryOperator<Map<String, Long>> rooms,
      Consumer<Missed> joining) {
    lock.lock();
    try {
      Session session = returning.get(back.session().recoveryId());
      List<Message> missed =
          session == null ? null : history.since(back.after(), rooms.apply(session.allRooms()));
      if (session == null || missed == null) {
        return false;
      }
      returning.remove(session.recoveryId());
      present.put(session.recoveryId(), socket);
      joining.accept(new Missed(missed, history.head()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// What a returning client gets.
  ///
  /// @param head the number of the latest message of all
  record Missed(List<Message> messages, long head) {}

  /// Takes a client out and remembers it, under the lock: what is sent from here on is missed.
  ///
  /// @param leaving leaves the rooms; gets the number of the latest message and returns the one up to
  ///     which the client was served, since messages on their way to its lane do not reach it any more
  /// @param session makes the session from that number and the time
  void leave(
      String recoveryId, Socket socket, LongUnaryOperator leaving, @Nullable SessionMaker session) {
    lock.lock();
    try {
      long left = leaving.applyAsLong(history.head());
      if (!present.remove(recoveryId, socket) || session == null) {
        return;
      }
      Session made = session.make(left, clock.millis());
      for (Pending order : pending) {
        if (made != null && order.number > carriedOut[socket.lane().index()]) {
          made = made.after(order.order, history.head());
        }
      }
      if (made != null) {
        away.put(recoveryId, made);
        forgetOldest();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Makes a session at the moment its client goes.
  @FunctionalInterface
  interface SessionMaker {
    Session make(long left, long nowMillis);
  }

  /// A client that is on its way back.
  ///
  /// @param after the number after which it has missed messages
  record Return(Session session, long after) {}

  /// Returns the socket that still has a secret id: its client returned before the loss of the old
  /// connection was noticed.
  @Nullable Socket holderOf(String recoveryId) {
    lock.lock();
    try {
      return present.get(recoveryId);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a client's session, if it is known and nothing of what it missed is gone. No second
  /// connection can take it as well.
  @Nullable Return take(String recoveryId, @Nullable String offset) {
    lock.lock();
    try {
      forgetOldest();
      Session session = away.remove(recoveryId);
      // One that was put back may stand behind later ones, and be too old even so.
      if (session == null || session.leftMillis() < clock.millis() - windowMillis()) {
        return null;
      }
      if (session.entered() < history.gap()) {
        // It was here while messages may have been missed, and is to learn of that now.
        return null;
      }
      long received = Position.numberIn(history.epoch(), offset);
      if (offset != null && received < 0) {
        return null;
      }
      long after = session.missedAfter(received);
      if (history.since(after, session.allRooms()) == null) {
        return null;
      }
      returning.put(recoveryId, session);
      return new Return(session, after);
    } finally {
      lock.unlock();
    }
  }

  /// Puts a session back whose client was not let in after all, unless it was ended meanwhile.
  void putBack(Session taken) {
    lock.lock();
    try {
      Session session = returning.remove(taken.recoveryId());
      if (session != null) {
        away.put(session.recoveryId(), session);
        forgetOldest();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session of a client that is on its way back.
  void end(String recoveryId) {
    lock.lock();
    try {
      returning.remove(recoveryId);
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether nobody is away who may come back.
  boolean isIdle() {
    lock.lock();
    try {
      forgetOldest();
      return away.isEmpty() && returning.isEmpty() && present.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // ---- orders ----

  /// Carries an order out on those who are away or on their way back, and has the lanes carry it out
  /// on those who are here, in one step.
  ///
  /// @param handOut gives the lanes their tasks; never waits
  void carryOut(Order.Move order, Runnable handOut) {
    lock.lock();
    try {
      forgetOldest();
      carryOut(order, away);
      carryOut(order, returning);
      long number = ++orders;
      pending.add(new Pending(number, order));
      handOut.run();
      for (Lane lane : lanes) {
        lane.execute(() -> carriedOut(lane.index(), number)); // behind the order's own task
      }
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(Order.Move order, Map<String, Session> sessions) {
    for (Iterator<Map.Entry<String, Session>> each = sessions.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Session> entry = each.next();
      Session left = entry.getValue().after(order, history.head());
      if (left == null) {
        each.remove();
      } else {
        entry.setValue(left);
      }
    }
  }

  private void carriedOut(int lane, long number) {
    lock.lock();
    try {
      carriedOut[lane] = number;
      long everywhere = Arrays.stream(carriedOut).min().orElseThrow();
      while (!pending.isEmpty() && pending.element().number <= everywhere) {
        pending.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private record Pending(long number, Order.Move order) {}

  private long windowMillis() {
    return settings.window.toMillis();
  }

  private void forgetOldest() {
    long oldest = clock.millis() - windowMillis();
    for (Iterator<Session> each = away.values().iterator(); each.hasNext(); ) {
      if (each.next().leftMillis() >= oldest && away.size() <= settings.maxSessions) {
        return;
      }
      each.remove();
    }
  }
}
