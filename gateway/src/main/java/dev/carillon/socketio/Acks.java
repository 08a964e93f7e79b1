package dev.carillon.socketio;

import dev.carillon.core.Answers.Absence;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What came back for a broadcast. Immutable.
///
/// @param answers the first argument of each acknowledgement, in the order in which they came
/// @param missing how many clients have not acknowledged in time, as far as their nodes could say
/// @param missingNodes the nodes that did not say how many clients they have, or left before all of
///     these had acknowledged, and why
/// @param suspended whether this node had lost touch with the others, and may not know of some
public record Acks(
    List<JsonNode> answers, int missing, Map<String, Absence> missingNodes, boolean suspended) {
  public Acks {
    answers = List.copyOf(answers);
    missingNodes = Map.copyOf(missingNodes);
  }

  /// Returns whether every client acknowledged.
  public boolean complete() {
    return missing == 0 && missingNodes.isEmpty() && !suspended;
  }
}
