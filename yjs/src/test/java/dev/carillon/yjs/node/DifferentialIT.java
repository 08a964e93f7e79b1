package dev.carillon.yjs.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Carillon's documents and the real Yjs, changed at random by editors of both, must agree.
///
/// `yjs/differential 17` plays one seed, `yjs/differential 1-100000` so many.
final class DifferentialIT {
  private static final String USUAL = "1-2000";
  private static final int ENOUGH = 5;

  @Test
  void everySeedEndsInTheSameDocumentOnBothSides() throws IOException {
    String[] seeds = System.getProperty("yjs.seeds", USUAL).split("-", -1);
    int first = Integer.parseInt(seeds[0]);
    int last = Integer.parseInt(seeds[seeds.length - 1]);
    List<String> problems = new ArrayList<>();
    try (Node node = Node.start()) {
      for (int seed = first; seed <= last && problems.size() < ENOUGH; seed++) {
        String problem = play(node, seed);
        if (problem != null) {
          problems.add("seed " + seed + " (alone: yjs/differential " + seed + "): " + problem);
        }
      }
    }
    assertThat(problems).as("disagreements").isEmpty();
  }

  private static @Nullable String play(Node node, int seed) throws IOException {
    try {
      return new DifferentialCase(node, seed).play();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " (alone: yjs/differential " + seed + ")", e);
    }
  }
}
