package dev.carillon.socketio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Whom an event is meant for, and how it is sent. Immutable: every method returns another one.
///
/// Several rooms are a union in which each socket counts once; without a room all sockets of the
/// namespace are meant. A socket's id works as a room that holds only it.
public final class Broadcast {
  /// As in the reference server's adapters.
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(5);

  private final Namespace namespace;
  private final Target target;

  Broadcast(Namespace namespace, Target target) {
    this.namespace = namespace;
    this.target = target;
  }

  /// Means the members of these rooms, too.
  public Broadcast to(String... rooms) {
    return new Broadcast(namespace, target.plus(rooms));
  }

  /// The same as [#to].
  public Broadcast in(String... rooms) {
    return to(rooms);
  }

  /// Means none of the members of these rooms.
  public Broadcast except(String... rooms) {
    return new Broadcast(namespace, target.minus(rooms));
  }

  /// Lets clients miss the event that cannot be written to at the moment.
  public Broadcast asVolatile() {
    return new Broadcast(namespace, target.asVolatile());
  }

  /// Means sockets of this node only.
  public Broadcast local() {
    return new Broadcast(namespace, target.asLocal());
  }

  /// Sets whether the event is compressed for connections that compress; it is, by default.
  public Broadcast compress(boolean value) {
    return new Broadcast(namespace, target.compressed(value));
  }

  /// Sends an event, to sockets of all nodes unless [#local].
  ///
  /// @param args texts, numbers, booleans, `null`, maps, collections, arrays, trees, records, beans,
  ///     binary (`byte[]`, `ByteBuffer`) at any depth, [Json] and [Arguments]
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    namespace.emit(target, event, args);
  }

  /// Sends an event to sockets of all nodes unless [#local], and collects what their clients
  /// acknowledge it with: of each the first argument.
  ///
  /// The stage completes once all have answered or the time is over; [Acks#missing()] tells how many
  /// have not, and [Acks#missingNodes()] which nodes could not say.
  public CompletionStage<Acks> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return namespace.emitWithAck(PacketEncoder.event(event, args), target, timeout);
  }

  /// Returns the sockets meant, on all nodes unless [#local]; waits for other nodes for 5 seconds.
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    return fetchSockets(FETCH_LIMIT);
  }

  /// Returns the sockets meant, on all nodes unless [#local], each as it is at the moment.
  ///
  /// The stage fails with a [NodesMissingException], which holds what was found, if not all nodes
  /// answered within the limit.
  public CompletionStage<List<RemoteSocket>> fetchSockets(Duration limit) {
    return namespace.fetch(target, limit);
  }

  /// Returns those of the sockets meant that are on this node, themselves.
  public CompletionStage<List<Socket>> localSockets() {
    return namespace.localSockets().collect(target, socket -> socket);
  }

  /// Puts the sockets meant into rooms, on all nodes unless [#local].
  ///
  /// @throws IllegalArgumentException for an empty name
  public void socketsJoin(String... rooms) {
    namespace.order(new Order.Join(namespace.name(), target, Socket.roomNames(rooms)));
  }

  /// Takes the sockets meant out of rooms, on all nodes unless [#local].
  public void socketsLeave(String... rooms) {
    namespace.order(new Order.Leave(namespace.name(), target, List.of(rooms)));
  }

  /// Disconnects the sockets meant, on all nodes unless [#local]; see [Socket#disconnect].
  public void disconnectSockets(boolean closeConnection) {
    namespace.order(new Order.Disconnect(namespace.name(), target, closeConnection));
  }
}
