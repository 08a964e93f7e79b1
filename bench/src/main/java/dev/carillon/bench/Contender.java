package dev.carillon.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that can be measured: how it is made ready and how it is started.
enum Contender {
  CARILLON("carillon") {
    @Override
    void prepare(Path root) {
      if (!Files.isExecutable(root.resolve("carillon"))) {
        throw new BenchException("there is no launcher " + root.resolve("carillon"));
      }
      // The launcher builds when sources changed; here, so that no measurement waits for it.
      Child.run(List.of("./carillon", "version"), root, "building carillon");
    }

    @Override
    List<String> command(Path root, Workload workload, int port) {
      return List.of(root.resolve("carillon").toString(), "serve", workload.app().label());
    }
  },

  NODE("node") {
    @Override
    void prepare(Path root) {
      if (Cpus.onPath("node").isEmpty() || Cpus.onPath("npm").isEmpty()) {
        throw new BenchException("node and npm are not installed");
      }
      if (!Files.isDirectory(folder(root).resolve("node_modules"))) {
        Child.run(
            List.of("npm", "ci", "--no-audit", "--no-fund"),
            folder(root),
            "npm ci for the node peer");
      }
    }

    @Override
    List<String> command(Path root, Workload workload, int port) {
      return List.of("node", folder(root).resolve("server.js").toString());
    }
  },

  /// No server at all: the same frames written to the same connections.
  RAW("raw") {
    @Override
    void prepare(Path root) {
      // It is part of this program.
    }

    @Override
    List<String> command(Path root, Workload workload, int port) {
      return RawWriter.command(port, workload);
    }

    @Override
    Source source(int redisPort, Workload workload, Progress progress) {
      return Source.SERVER;
    }

    @Override
    Report.Comparison comparison() {
      return Report.Comparison.DIFFERENCE;
    }
  };

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /// Builds or installs what is missing.
  ///
  /// @throws BenchException if the server cannot run here
  abstract void prepare(Path root);

  abstract List<String> command(Path root, Workload workload, int port);

  String label() {
    return label;
  }

  /// Returns what Carillon is compared by, where this is its peer.
  Report.Comparison comparison() {
    return Report.Comparison.RATIO;
  }

  /// Returns where the messages of a workload come from.
  Source source(int redisPort, Workload workload, Progress progress) {
    return new Publisher(redisPort, workload, progress);
  }

  /// Starts the server with the environment that the server replaced by the app understands, too.
  Child start(
      Path root, Optional<Integer> cpu, int port, int redisPort, Workload workload, Path logs) {
    Map<String, String> environment =
        new LinkedHashMap<>(workload.app().environment(port, redisPort));
    environment.put("CARILLON_OPS_PORT", Integer.toString(Child.freePort()));
    return Child.start(
        label,
        Cpus.on(cpu, command(root, workload, port)),
        environment,
        logs.resolve(label + ".log"));
  }

  private static Path folder(Path root) {
    return root.resolve("bench/peers/socketio-node");
  }
}
