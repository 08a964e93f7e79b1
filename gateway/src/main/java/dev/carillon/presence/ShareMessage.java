package dev.carillon.presence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nodes tell each other of their shares. Immutable.
sealed interface ShareMessage {
  /// Returns the node that says it, by the id that it has now.
  String node();

  /// A device that is there with a state, or is there no more.
  ///
  /// @param device `null` if it went
  record Step(String room, String user, String id, @Nullable Device device, Farewell how) {}

  /// Changes of the node's share, in order.
  ///
  /// @param origin whose share it is: unlike the id of a node, it stays for the life of a presence
  /// @param after the number of the change before the first of these
  record Steps(String node, String origin, long after, List<Step> steps) implements ShareMessage {
    public Steps {
      steps = List.copyOf(steps);
    }
  }

  /// A part of the node's whole share. The parts come one right behind the other.
  ///
  /// @param number that of the last change in it
  /// @param part from 0
  /// @param parts how many there are
  record Part(String node, String origin, long number, int part, int parts, List<Entry> entries)
      implements ShareMessage {
    public Part {
      entries = List.copyOf(entries);
    }
  }

  /// The number of the last change of the node's share.
  record Beat(String node, String origin, long number) implements ShareMessage {}

  /// A request for a whole share.
  ///
  /// @param of whose; `null` for everybody's
  record Ask(String node, @Nullable String of) implements ShareMessage {}
}
