package dev.carillon.socketio;

import dev.carillon.core.Answers.Absence;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Not all nodes answered. It tells which did not, and carries what the others said.
public final class NodesMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Absence> nodes;
  private final transient List<RemoteSocket> sockets;
  private final transient List<JsonNode> responses;

  NodesMissingException(
      String message,
      Map<String, Absence> nodes,
      List<RemoteSocket> sockets,
      List<JsonNode> responses) {
    super(message + "; missing: " + (nodes.isEmpty() ? "unknown, out of touch" : nodes));
    this.nodes = Map.copyOf(nodes);
    this.sockets = List.copyOf(sockets);
    this.responses = List.copyOf(responses);
  }

  /// Returns the nodes that did not answer, or not to the end, and why. Empty if this node has lost
  /// touch with the others and does not know them.
  public Map<String, Absence> nodes() {
    return nodes;
  }

  /// Returns the sockets on the nodes that answered ([Broadcast#fetchSockets()]).
  public List<RemoteSocket> sockets() {
    return sockets;
  }

  /// Returns what the nodes said that answered ([Namespace#serverSideEmitWithAck]).
  public List<JsonNode> responses() {
    return responses;
  }
}
