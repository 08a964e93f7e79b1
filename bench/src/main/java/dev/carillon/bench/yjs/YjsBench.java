package dev.carillon.bench.yjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/// Measures both sides in turn and prints the tables. Started by `bench/yjs`.
///
/// Progress goes to standard error, the tables to standard output. Exit codes: 0 measured, 2 bad usage.
final class YjsBench {
  private static final List<String> WORKLOADS =
      List.of(
          "B1 append",
          "B1 prepend",
          "B1 insert at random",
          "B1 words at random",
          "B1 words and deletes",
          "B2 words, two at once",
          "B2 words and deletes, two at once",
          "B3 many set a map",
          "B3 many set objects in a map",
          "B3 many push to an array",
          "B4 a long text, key by key");

  private static final int MOST_WARM_UPS = 400;

  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
  private static final PrintStream LOG = new PrintStream(System.err, true, UTF_8);

  private final Effort effort;
  private final CarillonSide carillon;
  private final NodeSide node;
  private final List<Side> sides;

  private YjsBench(Effort effort, CarillonSide carillon, NodeSide node) {
    this.effort = effort;
    this.carillon = carillon;
    this.node = node;
    this.sides = List.of(carillon, node);
  }

  public static void main(String[] arguments) {
    List<String> asked = Arrays.asList(arguments);
    if (!List.of("--quick").containsAll(asked)) {
      LOG.println("bench/yjs: unknown option (see --help)");
      System.exit(2);
    }
    Effort effort = asked.isEmpty() ? Effort.FULL : Effort.QUICK;
    Path folder = Path.of(System.getProperty("bench.recordings"));
    Path peer = Path.of(System.getProperty("bench.root"), "bench/peers/yjs-node");
    try (NodeSide node = NodeSide.start(peer, folder)) {
      new YjsBench(effort, new CarillonSide(folder), node).run();
    }
  }

  private void run() {
    OUT.println(
        "Milliseconds of processor time, median of %d rounds; ratio: yjs to carillon.%n"
            .formatted(effort.rounds()));
    List<String> head = new ArrayList<>(List.of("workload"));
    for (Task task : Task.values()) {
      head.addAll(List.of(task.label() + ": carillon", "yjs", "ratio"));
    }
    OUT.println(Markdown.head(head));
    for (String workload : WORKLOADS) {
      LOG.println(workload);
      OUT.println(Markdown.row(times(workload)));
    }
    OUT.println();
    OUT.println(
        "Heap of the loaded document, and its encoded size, in bytes; ratio: yjs to carillon.\n");
    OUT.println(
        Markdown.head(
            List.of(
                "workload",
                "heap: carillon",
                "yjs",
                "ratio",
                "v1: carillon",
                "yjs",
                "v2: carillon",
                "yjs")));
    for (String workload : WORKLOADS) {
      OUT.println(Markdown.row(sizes(workload)));
    }
    OUT.println();
    manyDocuments();
  }

  private List<String> times(String workload) {
    List<String> cells = new ArrayList<>(List.of(workload));
    for (Task task : Task.values()) {
      double slowest = 0;
      for (Side side : sides) {
        slowest = Math.max(slowest, warmUp(side, workload, task));
      }
      int repetitions = effort.repetitions(slowest);
      Rounds rounds =
          Rounds.of(
              effort.rounds(),
              sides,
              side ->
                  IntStream.range(0, repetitions)
                      .mapToDouble(i -> side.time(workload, task))
                      .average()
                      .orElseThrow());
      cells.addAll(rounds.cells(2));
    }
    return cells;
  }

  /// Repeats until the compilers have had their time: often for what is short, a few times for what is long.
  private double warmUp(Side side, String workload, Task task) {
    double last = 0;
    double all = 0;
    for (int i = 0;
        i < effort.fewestWarmUps() || (all < effort.warmUp() && i < MOST_WARM_UPS);
        i++) {
      last = side.time(workload, task);
      all += last;
    }
    return last;
  }

  private List<String> sizes(String workload) {
    List<String> cells = new ArrayList<>(List.of(workload));
    int copies = workload.startsWith("B4") ? 10 : 50;
    cells.addAll(
        Rounds.of(effort.heapRounds(), sides, side -> side.heap(workload, copies)).cells(0));
    for (int format = 1; format <= 2; format++) {
      for (Side side : sides) {
        cells.add(Markdown.number(side.size(workload, format), 0));
      }
    }
    return cells;
  }

  private void manyDocuments() {
    int count = effort.documents();
    int fewer = count / 5;
    OUT.println(
        "%,d documents of %,.0f bytes (v1) held at once, heap in bytes for each.%n"
            .formatted(count, carillon.encoded()));
    OUT.println(Markdown.head(List.of("", "bytes")));
    print("carillon, at rest", () -> carillon.resting(count));
    print("carillon, edited", () -> carillon.edited(count));
    print("yjs (%,d documents)".formatted(fewer), () -> node.edited(fewer));
  }

  private static void print(String what, DoubleSupplier bytes) {
    LOG.println(what);
    OUT.println(Markdown.row(List.of(what, Markdown.number(bytes.getAsDouble(), 0))));
  }
}
