package dev.carillon.server.cli;

import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `carillon serve`
@Command(
    name = "serve",
    description = "Serves apps until it is told to stop (SIGTERM or Ctrl-C).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "APP", description = "The apps to serve; none: those configured.")
  private List<String> apps = List.of();

  private final AppTypes types;
  private final Map<String, String> environment;
  private final Server.NodeFactory nodes;

  ServeCommand(AppTypes types, Map<String, String> environment, Server.NodeFactory nodes) {
    this.types = types;
    this.environment = environment;
    this.nodes = nodes;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    ServerConfig config = ServerConfig.read(types, options.input(apps, environment));
    return new Running(config, nodes).untilStopped(_ -> {});
  }
}
