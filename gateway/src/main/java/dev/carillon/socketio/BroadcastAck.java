package dev.carillon.socketio;

import dev.carillon.core.Timed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Collects the acknowledgements of one broadcast. Guarded by itself.
final class BroadcastAck extends Timed {
  private final CompletableFuture<Acks> result = new CompletableFuture<>();
  private final Set<String> owing = new HashSet<>();
  private final List<JsonNode> answers = new ArrayList<>();
  private int lanesLeft = Integer.MAX_VALUE;

  CompletableFuture<Acks> result() {
    return result;
  }

  /// Notes that a socket was sent the event.
  synchronized void sentTo(String socketId) {
    owing.add(socketId);
  }

  /// Notes how many lanes send the event.
  synchronized void expectLanes(int lanes) {
    lanesLeft = lanesLeft - Integer.MAX_VALUE + lanes;
    completeIfDone();
  }

  /// Notes that one lane has sent the event to all of its sockets.
  synchronized void laneDone() {
    lanesLeft--;
    completeIfDone();
  }

  /// Takes the acknowledgement of a socket, the first one only.
  synchronized void acknowledged(String socketId, Arguments args) {
    if (owing.remove(socketId)) {
      answers.add(args.size() == 0 ? MissingNode.getInstance() : args.get(0));
      completeIfDone();
    }
  }

  /// Ends the wait with what there is.
  @Override
  protected synchronized void onDeadline() {
    complete();
  }

  private void completeIfDone() {
    if (lanesLeft == 0 && owing.isEmpty()) {
      complete();
    }
  }

  private void complete() {
    var acks = new Acks(answers, owing.size());
    // Away from the lane: what the app does with the result may block.
    Thread.startVirtualThread(() -> result.complete(acks));
  }
}
