package dev.carillon.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Collects the acknowledgements of a broadcast to this node's clients. Guarded by itself.
final class LocalAcks extends BroadcastAck {
  private final CompletableFuture<Acks> result = new CompletableFuture<>();
  private final List<JsonNode> answers = new ArrayList<>();

  CompletableFuture<Acks> result() {
    return result;
  }

  @Override
  void onCounted(int clients) {}

  @Override
  void onAck(Arguments args) {
    answers.add(args.size() == 0 ? MissingNode.getInstance() : args.get(0));
  }

  @Override
  void onEnd(int missing) {
    var acks = new Acks(answers, missing, Map.of(), false);
    // Away from the lane: what the app does with the result may block.
    Thread.startVirtualThread(() -> result.complete(acks));
  }
}
