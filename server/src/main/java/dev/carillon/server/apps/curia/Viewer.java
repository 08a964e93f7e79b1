package dev.carillon.server.apps.curia;

import dev.carillon.access.TokenBucket;
import dev.carillon.auth.TokenLease;
import dev.carillon.presence.SignalSender;
import dev.carillon.socketio.Socket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection that has entered, and the boards that it looks at. Thread-safe; boards are guarded by this
/// object.
final class Viewer {
  private final Socket socket;
  private final Attendee attendee;
  private final SignalSender typing;
  private final TokenBucket bucket;
  private final Set<Long> boards = new HashSet<>(4);
  private volatile User user;
  private volatile @Nullable TokenLease lease;

  /// @param bucket limits what it sends
  Viewer(Socket socket, User user, Attendee attendee, SignalSender typing, TokenBucket bucket) {
    this.socket = socket;
    this.user = user;
    this.attendee = attendee;
    this.typing = typing;
    this.bucket = bucket;
  }

  Socket socket() {
    return socket;
  }

  /// Returns who it is by the token that counts now.
  User user() {
    return user;
  }

  /// What others see of it.
  Attendee attendee() {
    return attendee;
  }

  SignalSender typing() {
    return typing;
  }

  /// Returns whether it may send one more event now. Called for one event after the other.
  boolean maySend() {
    return bucket.take();
  }

  void hold(TokenLease watch) {
    lease = watch;
  }

  @Nullable TokenLease lease() {
    return lease;
  }

  /// Lets another token count: the rooms that hang on it are joined and left accordingly.
  void become(User fresh) {
    List<String> before = Admission.rooms(user);
    List<String> now = Admission.rooms(fresh);
    user = fresh;
    for (String room : now) {
      if (!before.contains(room)) {
        socket.join(room, RoomNames.presence(room));
      }
    }
    for (String room : before) {
      if (!now.contains(room)) {
        socket.leave(room, RoomNames.presence(room));
      }
    }
  }

  synchronized boolean looksAt(long board) {
    return boards.contains(board);
  }

  /// Notes that it enters the room of a board.
  ///
  /// @param limit how many boards it may look at
  /// @return false if it looks at too many
  synchronized boolean note(long board, int limit) {
    if (boards.size() >= limit && !boards.contains(board)) {
      return false;
    }
    boards.add(board);
    return true;
  }

  /// Takes it out of the room of a board; typing there ends.
  ///
  /// @return false if it was not there
  synchronized boolean leave(long board) {
    if (!boards.remove(board)) {
      return false;
    }
    String room = RoomNames.board(board);
    socket.leave(room);
    typing.stopAll(room);
    attendee.left(board);
    return true;
  }

  void refuse(Refusal refusal, String event) {
    if (refusal == Refusal.TOO_OFTEN) {
      tell("error", "message", refusal.text(), "event", event);
    } else {
      tell("error", "message", refusal.text());
    }
  }

  /// Sends an event whose payload is an object of few members: names and values in turn.
  void tell(String event, Object... members) {
    var payload = new LinkedHashMap<String, Object>();
    for (int name = 0; name < members.length; name += 2) {
      payload.put((String) members[name], members[name + 1]);
    }
    socket.emit(event, payload);
  }
}
