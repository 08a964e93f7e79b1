package dev.carillon.cluster;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Answers.Part;
import dev.carillon.core.Nodes;
import dev.carillon.core.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A question of this node, and what has come back. Guarded by itself; the deadline is its lane's.
final class Asking extends Timed {
  private final String self;
  private final CompletableFuture<Answers> result = new CompletableFuture<>();
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Absence> missing = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> owing = new HashSet<>();
  private long bytes;
  private boolean suspended;
  private boolean sent;
  private boolean answersItself;
  private boolean over;

  /// @param self the asking node, which answers, too
  Asking(String self) {
    this.self = self;
    asked.add(self);
    owing.add(self);
    suspended = true;
  }

  /// Returns the id that the asking node had when it asked.
  String self() {
    return self;
  }

  CompletableFuture<Answers> result() {
    return result;
  }

  /// Notes whom the question goes to, besides the asking node.
  ///
  /// @param sure whether there can be no others
  synchronized void sendTo(Set<String> others, boolean sure) {
    asked.addAll(others);
    owing.addAll(others);
    suspended = !sure;
    sent = true;
    if (!over && owing.isEmpty()) {
      complete();
    }
  }

  /// Returns whether the asking node is to answer now: once only.
  synchronized boolean claimOwnAnswer() {
    boolean first = !answersItself;
    answersItself = true;
    return first && !over;
  }

  /// Takes a part of an answer.
  ///
  /// @param known whether the node is one of ours even if it came after the question was asked
  synchronized void part(String node, byte[] body, boolean known) {
    if (over || (!owing.contains(node) && (!known || asked.contains(node)))) {
      return;
    }
    if (bytes + body.length > Nodes.MAX_ANSWERS) {
      settle(node, Absence.TOO_LONG);
      return;
    }
    bytes += body.length;
    parts.add(new Part(node, body));
  }

  /// Notes that a node will say no more.
  ///
  /// @param why its answer is not whole, or `null` if it is
  synchronized void done(String node, @Nullable Absence why) {
    if (!over && owing.contains(node)) {
      settle(node, why);
    }
  }

  /// Notes that nodes have gone: all but these.
  synchronized void retain(Set<String> present) {
    if (!over && sent) {
      for (String node : new ArrayList<>(owing)) {
        if (!present.contains(node) && !node.equals(self)) {
          settle(node, Absence.LEFT);
        }
      }
    }
  }

  /// Notes that nobody but the asking node was reached.
  synchronized void unreachable() {
    for (String node : new ArrayList<>(owing)) {
      if (!over && !node.equals(self)) {
        settle(node, Absence.UNREACHABLE);
      }
    }
  }

  private void settle(String node, @Nullable Absence why) {
    owing.remove(node);
    if (why != null) {
      missing.put(node, why);
    }
    if (sent && owing.isEmpty()) {
      complete();
    }
  }

  @Override
  protected synchronized void onDeadline() {
    if (!over) {
      owing.forEach(node -> missing.put(node, Absence.SILENT));
      complete();
    }
  }

  private void complete() {
    over = true;
    var answers = new Answers(parts, missing, suspended);
    // Away from the lane and the broker's thread: what is done with the answers may block.
    Thread.ofVirtual().name("carillon-answers").start(() -> result.complete(answers));
  }
}
