package dev.carillon.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/// What the command line asks for. Immutable.
///
/// @param quick a smoke run of seconds: one round, short intervals, fewer connections
record Options(
    List<Contender> servers, List<Workload> workloads, int rounds, boolean pin, boolean quick) {

  private static final int MOST_ROUNDS = 50;
  private static final int QUICK_CLIENTS = 1000;

  /// Returns who is measured under a workload.
  List<Contender> contenders(Workload workload) {
    return servers.stream()
        .filter(server -> server == Contender.CARILLON || server == workload.peer())
        .toList();
  }

  /// @throws IllegalArgumentException with a message for the user
  static Options parse(List<String> arguments) {
    List<Contender> servers = List.of(Contender.values());
    List<Workload> workloads = Workload.all();
    int rounds = 0;
    boolean pin = true;
    boolean quick = false;
    Queue<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--servers" ->
            servers = named(value(rest, option), List.of(Contender.values()), Contender::label);
        case "--workloads" ->
            workloads = named(value(rest, option), Workload.all(), Workload::name);
        case "--rounds" -> rounds = rounds(value(rest, option));
        case "--no-pin" -> pin = false;
        case "--quick" -> quick = true;
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    if (quick) {
      workloads = workloads.stream().map(workload -> workload.atMost(QUICK_CLIENTS)).toList();
    }
    return checked(
        new Options(servers, workloads, rounds > 0 ? rounds : quick ? 1 : 3, pin, quick));
  }

  private static Options checked(Options options) {
    for (Workload workload : options.workloads()) {
      if (options.contenders(workload).isEmpty()) {
        throw new IllegalArgumentException("no server to measure under " + workload.name());
      }
    }
    return options;
  }

  private static String value(Queue<String> rest, String option) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int rounds(String text) {
    try {
      int rounds = Integer.parseInt(text);
      if (rounds >= 1 && rounds <= MOST_ROUNDS) {
        return rounds;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--rounds is not a number: " + text, e);
    }
    throw new IllegalArgumentException("--rounds must be 1 to " + MOST_ROUNDS);
  }

  /// Picks by name, in the order of `all`.
  private static <T> List<T> named(String list, List<T> all, Function<T, String> name) {
    List<String> wanted = Arrays.asList(list.split(",", -1));
    List<String> known = all.stream().map(name).toList();
    for (String one : wanted) {
      if (!known.contains(one)) {
        throw new IllegalArgumentException(
            "unknown name '" + one + "', known: " + String.join(", ", known));
      }
    }
    return all.stream().filter(each -> wanted.contains(name.apply(each))).toList();
  }
}
