package dev.carillon.socketio;

import dev.carillon.core.Clock;
import dev.carillon.core.History;
import dev.carillon.core.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Connection state recovery of one namespace: its history, and the clients that are away.
///
/// The lock does two things. It makes "take the next number and hand the message to the lanes" one
/// step, so that every client sees rising numbers; and it makes "read what was missed and join the
/// rooms" one step, so that a returning client misses nothing in between. It is held for memory
/// operations only, never while waiting for anything.
///
/// Thread-safe.
final class Recovery {
  private final RecoverySettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final History history;

  /// Clients that are away by their secret id, in the order in which they went.
  private final LinkedHashMap<String, Session> away = new LinkedHashMap<>();

  /// Clients that are here by their secret id.
  private final Map<String, Socket> present = new HashMap<>();

  Recovery(String epoch, RecoverySettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.history = new History(epoch, settings.window().toMillis(), settings.maxBytes(), clock);
  }

  boolean skipsMiddlewares() {
    return settings.skipMiddlewares();
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

  /// Lets a returning client in, under the lock.
  ///
  /// @param rooms the rooms whose messages it is to get, its own id included
  /// @param joining joins the rooms and replays; gets what was missed
  /// @return whether all that was missed is there; if not, nothing was done
  boolean reenter(Socket socket, Return back, Collection<String> rooms, Consumer<Missed> joining) {
    lock.lock();
    try {
      List<Message> missed = history.since(back.after(), new HashSet<>(rooms));
      if (missed == null) {
        return false;
      }
      present.put(back.session().recoveryId(), socket);
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
      away.put(recoveryId, session.make(left, clock.millis()));
      forgetOldest();
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
      return history.since(after, session.allRooms()) == null ? null : new Return(session, after);
    } finally {
      lock.unlock();
    }
  }

  /// Puts a session back whose client was not let in after all.
  void putBack(Session session) {
    lock.lock();
    try {
      away.put(session.recoveryId(), session);
      forgetOldest();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether nobody is away who may come back.
  boolean isIdle() {
    lock.lock();
    try {
      forgetOldest();
      return away.isEmpty() && present.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private long windowMillis() {
    return settings.window().toMillis();
  }

  private void forgetOldest() {
    long oldest = clock.millis() - windowMillis();
    for (Iterator<Session> each = away.values().iterator(); each.hasNext(); ) {
      if (each.next().leftMillis() >= oldest && away.size() <= settings.maxSessions()) {
        return;
      }
      each.remove();
    }
  }
}
