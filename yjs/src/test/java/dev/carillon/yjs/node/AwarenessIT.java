package dev.carillon.yjs.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.awareness.Awareness;
import dev.carillon.yjs.awareness.AwarenessLimits;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Awareness beside `y-protocols`: the same updates must leave the same states on both sides, and
/// what Java encodes must mean the same there.
final class AwarenessIT {
  private static final int SEEDS = 1000;

  @Test
  void bothSidesKnowTheSameOfEverybody() throws IOException {
    try (Node node = Node.start()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        assertThat(play(node, seed)).as("seed %d", seed).isEmpty();
      }
    }
  }

  private static String play(Node node, int seed) throws IOException {
    DataInputStream updates = node.ask(new Question('A').number(seed));
    var awareness = new Awareness(AwarenessLimits.DEFAULT);
    List<byte[]> encodings = new ArrayList<>();
    List<String> states = new ArrayList<>();
    for (int left = updates.readInt(); left > 0; left--) {
      awareness.apply(Node.bytes(updates), 0);
      encodings.add(awareness.encode());
      states.add(
          awareness.clients().stream()
              .sorted()
              .map(client -> client + "=" + awareness.state(client))
              .collect(Collectors.joining(" ")));
    }
    Question question = new Question('B');
    question.list(encodings, question::bytes).string(String.join("\n", states));
    return Node.string(node.ask(question));
  }
}
