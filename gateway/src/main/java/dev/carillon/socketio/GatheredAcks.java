package dev.carillon.socketio;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Puts together what all nodes say of one broadcast ([AnsweredAcks]). Confined to one thread.
final class GatheredAcks {
  private final Set<String> counted = new HashSet<>();
  private final List<JsonNode> acks = new ArrayList<>();
  private long clients;

  /// Takes a part of a node's answer.
  ///
  /// @throws PacketException if it is none
  void add(Answers.Part part) {
    Envelope envelope = Envelope.decode(part.body());
    int count = envelope.count(AnsweredAcks.CLIENTS);
    if (count >= 0) {
      clients += count;
      counted.add(part.node());
      return;
    }
    for (JsonNode ack : envelope.event().arguments().all()) {
      if (!ack.isArray() || ack.size() > 1) {
        throw new PacketException("not what clients acknowledged");
      }
      acks.add(ack.isEmpty() ? MissingNode.getInstance() : ack.get(0));
    }
  }

  /// Returns all of it.
  ///
  /// @param absent the nodes whose answer is missing, or not whole
  Acks result(Map<String, Absence> absent, boolean suspended) {
    var missingNodes = new HashMap<>(absent);
    // A node that has sent the event and still waits is not missing: some of its clients are.
    counted.forEach(node -> missingNodes.remove(node, Absence.SILENT));
    int missing = Math.clamp(clients - acks.size(), 0, Integer.MAX_VALUE);
    return new Acks(acks, missing, missingNodes, suspended);
  }
}
