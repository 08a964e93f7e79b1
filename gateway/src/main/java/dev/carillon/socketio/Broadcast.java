package dev.carillon.socketio;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Whom an event is meant for, and how it is sent. Immutable: every method returns another one.
///
/// Several rooms are a union in which each socket counts once; without a room all sockets of the
/// namespace are meant. A socket's id works as a room that holds only it.
public final class Broadcast {
  private final Namespace namespace;
  private final Set<String> to;
  private final Set<String> except;
  private final boolean isVolatile;

  Broadcast(Namespace namespace, Set<String> to, Set<String> except, boolean isVolatile) {
    this.namespace = namespace;
    this.to = to;
    this.except = except;
    this.isVolatile = isVolatile;
  }

  /// Means the members of these rooms, too.
  public Broadcast to(String... rooms) {
    return new Broadcast(namespace, plus(to, rooms), except, isVolatile);
  }

  /// The same as [#to].
  public Broadcast in(String... rooms) {
    return to(rooms);
  }

  /// Means none of the members of these rooms.
  public Broadcast except(String... rooms) {
    return new Broadcast(namespace, to, plus(except, rooms), isVolatile);
  }

  /// Lets clients miss the event that cannot be written to at the moment.
  public Broadcast asVolatile() {
    return new Broadcast(namespace, to, except, true);
  }

  /// Sends an event.
  ///
  /// @param args texts, numbers, booleans, `null`, maps, collections, arrays, trees, records, beans,
  ///     binary (`byte[]`, `ByteBuffer`) at any depth, [Json] and [Arguments]
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    namespace.broadcast(Outgoing.event(namespace.prefixes(), event, args), to, except, isVolatile);
  }

  /// Sends an event and collects what the clients acknowledge it with: of each the first argument.
  ///
  /// The stage completes once all have answered or the time is over; [Acks#missing()] tells how many
  /// have not.
  public CompletionStage<Acks> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return namespace.broadcastWithAck(PacketEncoder.event(event, args), to, except, timeout);
  }

  /// Returns the sockets meant, on this node.
  public CompletionStage<List<Socket>> fetchSockets() {
    return namespace.fetch(to, except);
  }

  /// Puts the sockets meant into rooms.
  public void socketsJoin(String... rooms) {
    namespace.forEach(to, except, socket -> socket.join(rooms));
  }

  /// Takes the sockets meant out of rooms.
  public void socketsLeave(String... rooms) {
    namespace.forEach(to, except, socket -> socket.leave(rooms));
  }

  /// Disconnects the sockets meant; see [Socket#disconnect].
  public void disconnectSockets(boolean closeConnection) {
    namespace.forEach(to, except, socket -> socket.disconnect(closeConnection));
  }

  private static Set<String> plus(Collection<String> some, String... more) {
    var all = new LinkedHashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
