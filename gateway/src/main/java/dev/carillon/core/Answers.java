package dev.carillon.core;

import java.util.List;
import java.util.Map;

/// What nodes answered to a question, and who did not. Immutable.
///
/// @param parts all parts of all answers; those of one node in the order in which it gave them
/// @param missing the nodes that have not answered, or not to the end, and why
/// @param suspended whether the asking node was not sure of its own place among the nodes, so that
///     there may be others whom it did not know of
public record Answers(List<Part> parts, Map<String, Absence> missing, boolean suspended) {
  public Answers {
    parts = List.copyOf(parts);
    missing = Map.copyOf(missing);
  }

  /// Returns whether every node answered to the end.
  public boolean complete() {
    return missing.isEmpty() && !suspended;
  }

  /// A part of a node's answer.
  ///
  /// @param node who answered
  /// @param body what it said; the array belongs to the receiver
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  public record Part(String node, byte[] body) {}

  /// Why a node's answer is missing.
  public enum Absence {
    /// Nothing, or not everything, came within the limit.
    SILENT,
    /// It stopped or died meanwhile.
    LEFT,
    /// It said that it could not answer.
    FAILED,
    /// It does not answer on this topic: it serves other endpoints, or has another version.
    UNAWARE,
    /// It answered at greater length than there was room for.
    TOO_LONG,
    /// The question could not be sent.
    UNREACHABLE
  }
}
