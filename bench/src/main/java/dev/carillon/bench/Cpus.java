package dev.carillon.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which core the server runs on, and which one everything else; or none, when nothing is pinned.
///
/// @param why in the words of the report
record Cpus(Optional<Integer> server, Optional<Integer> load, String why) {

  static Cpus unpinned(String why) {
    return new Cpus(Optional.empty(), Optional.empty(), why);
  }

  /// Takes the first two cores that this process may use.
  static Cpus choose() {
    if (onPath("taskset").isEmpty()) {
      return unpinned("not pinned to cores: there is no taskset");
    }
    List<Integer> allowed = parse(ProcFs.ownStatus("Cpus_allowed_list"));
    if (allowed.size() < 2) {
      return unpinned("not pinned to cores: there is only one");
    }
    return new Cpus(
        Optional.of(allowed.get(0)),
        Optional.of(allowed.get(1)),
        "server pinned to one core; Redis, publisher and clients to another");
  }

  /// Reads a list such as `0-2,5`.
  static List<Integer> parse(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      int[] ends =
          Arrays.stream(range.strip().split("-", -1)).mapToInt(Integer::parseInt).toArray();
      for (int cpu = ends[0]; cpu <= ends[ends.length - 1]; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }

  /// Returns the command that runs `command` on a core.
  static List<String> on(Optional<Integer> cpu, List<String> command) {
    if (cpu.isEmpty()) {
      return command;
    }
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpu.get().toString()));
    pinned.addAll(command);
    return pinned;
  }

  /// Pins this process, with all its threads.
  void pinSelf() {
    load.ifPresent(cpu ->
        Child.run(
            List.of(
                "taskset", "-a", "-c", "-p", cpu.toString(), "" + ProcessHandle.current().pid()),
            Path.of("."),
            "pinning"));
  }

  /// Finds a program as a shell would.
  static Optional<Path> onPath(String program) {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
