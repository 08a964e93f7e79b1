package dev.carillon.socketio;

import dev.carillon.core.Principal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is remembered of a client that is away, so that it can go on where it was. Immutable: an order
/// that means it makes another one.
///
/// @param socketId the public id, which it gets back
/// @param recoveryId the secret id (`pid`) by which it is known again
/// @param rooms the rooms it is in, without its own id, each with the number of the latest message
///     before it came into it: 0 for those it was in when it went, more for those it was put into since
/// @param data what the app kept with the socket
/// @param principal who it is, or `null`
/// @param entered the number of the latest message when it entered
/// @param delivered the number of the latest message that was written to it, 0 for none
/// @param left the number up to which it was served when it went: nothing between `delivered` and
///     here was meant for it
/// @param leftMillis when it went
record Session(
    String socketId,
    String recoveryId,
    Map<String, Long> rooms,
    Map<String, Object> data,
    @Nullable Principal principal,
    long entered,
    long delivered,
    long left,
    long leftMillis) {

  /// Returns the number after which the client has missed what was sent to its rooms.
  ///
  /// A client that never got an event has no offset; then everything since it entered was missed. One
  /// that has all that was written to it has missed nothing before it left, however long ago its
  /// latest event was: its offset may have left the history, the place where it left has not.
  ///
  /// @param received the number in the offset that the client names, -1 for none
  long missedAfter(long received) {
    long has = received < 0 ? entered : received;
    return has >= delivered ? Math.max(left, entered) : has;
  }

  /// Returns the rooms it is in with their numbers, its own id included.
  Map<String, Long> allRooms() {
    var all = new HashMap<>(rooms);
    all.put(socketId, 0L);
    return all;
  }

  /// Returns what is left of it once an order was carried out that may mean it; `null` for nothing.
  ///
  /// @param head the number of the latest message
  @Nullable Session after(Order.Move order, long head) {
    if (!order.target().means(socketId, rooms.keySet())) {
      return this;
    }
    var changed = new HashMap<>(rooms);
    switch (order) {
      case Order.Join join -> join.rooms().forEach(room -> changed.putIfAbsent(room, head));
      case Order.Leave leave -> leave.rooms().forEach(changed::remove);
      case Order.Disconnect _ -> {
        return null;
      }
    }
    return new Session(
        socketId,
        recoveryId,
        Map.copyOf(changed),
        data,
        principal,
        entered,
        delivered,
        left,
        leftMillis);
  }

  /// Keeps the secret id out of logs.
  @Override
  public String toString() {
    return "Session[" + socketId + "]";
  }
}
