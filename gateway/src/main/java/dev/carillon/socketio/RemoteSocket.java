package dev.carillon.socketio;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A socket on whichever node, as it was when it was fetched.
///
/// What it tells does not change any more; what is done with it is done to the socket, if that is
/// still there, wherever it is. Immutable.
public final class RemoteSocket {
  private final Namespace namespace;
  private final String node;
  private final SocketSnapshot snapshot;

  RemoteSocket(Namespace namespace, String node, SocketSnapshot snapshot) {
    this.namespace = namespace;
    this.node = node;
    this.snapshot = snapshot;
  }

  /// Returns its id, which also works as a room that holds only it.
  public String id() {
    return snapshot.id();
  }

  /// Returns the id of the node that it was on ([dev.carillon.core.Nodes]).
  public String node() {
    return node;
  }

  /// Returns how the client introduced itself.
  public Handshake handshake() {
    return snapshot.handshake();
  }

  /// Returns the rooms that it was in, its own id included.
  public Set<String> rooms() {
    return snapshot.rooms();
  }

  /// Returns a copy of what the app keeps with it ([Socket#data]), as JSON: binary as Base64 text, and
  /// without what has no JSON form.
  public ObjectNode data() {
    return snapshot.data().deepCopy();
  }

  /// Sends it an event.
  ///
  /// @param args see [Broadcast#emit]
  public void emit(String event, @Nullable Object... args) {
    itself().emit(event, args);
  }

  /// Sends it an event and waits for the client to acknowledge it; the stage holds the first argument
  /// of what it says, and fails with a [TimeoutException] if it says nothing in time or has gone.
  public CompletionStage<JsonNode> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return itself()
        .emitWithAck(timeout, event, args)
        .thenCompose(acks ->
            acks.answers().isEmpty()
                ? CompletableFuture.failedStage(
                    new TimeoutException("the client did not acknowledge in time"))
                : CompletableFuture.completedStage(acks.answers().getFirst()));
  }

  /// Puts it into rooms.
  ///
  /// @throws IllegalArgumentException for an empty name
  public void join(String... rooms) {
    itself().socketsJoin(rooms);
  }

  /// Takes it out of rooms.
  public void leave(String... rooms) {
    itself().socketsLeave(rooms);
  }

  /// Disconnects it; see [Socket#disconnect].
  public void disconnect(boolean closeConnection) {
    itself().disconnectSockets(closeConnection);
  }

  private Broadcast itself() {
    return namespace.to(id());
  }

  /// Shows no data and nothing of the handshake, which may be secrets.
  @Override
  public String toString() {
    return "RemoteSocket[" + id() + " on " + node + "]";
  }
}
