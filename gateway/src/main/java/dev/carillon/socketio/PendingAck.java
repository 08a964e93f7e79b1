package dev.carillon.socketio;

import dev.carillon.core.Timed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// An acknowledgement that one client owes. Confined to the client's lane, apart from the answer.
final class PendingAck extends Timed {
  private final Socket socket;
  private final long id;
  private final CompletableFuture<Arguments> answer = new CompletableFuture<>();

  PendingAck(Socket socket, long id) {
    this.socket = socket;
    this.id = id;
  }

  long id() {
    return id;
  }

  CompletableFuture<Arguments> answer() {
    return answer;
  }

  /// Completes away from the lane: what the app does with the answer may block.
  void complete(Arguments args) {
    Thread.startVirtualThread(() -> answer.complete(args));
  }

  void fail(String why) {
    Thread.startVirtualThread(() -> answer.completeExceptionally(new TimeoutException(why)));
  }

  @Override
  protected void onDeadline() {
    socket.forget(this);
    fail("the client did not acknowledge in time");
  }
}
