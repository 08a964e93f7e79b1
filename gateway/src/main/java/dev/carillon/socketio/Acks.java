package dev.carillon.socketio;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What came back for a broadcast. Immutable.
///
/// @param answers the first argument of each acknowledgement, in the order in which they came
/// @param missing how many clients have not acknowledged in time
public record Acks(List<JsonNode> answers, int missing) {
  public Acks {
    answers = List.copyOf(answers);
  }

  /// Returns whether every client acknowledged.
  public boolean complete() {
    return missing == 0;
  }
}
