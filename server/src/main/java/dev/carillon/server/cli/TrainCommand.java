package dev.carillon.server.cli;

import dev.carillon.Address;
import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `carillon train`: what the launcher runs once per build and JDK, so that the JVM remembers what it has loaded and
/// which code was hot (JEP 483, JEP 515). It serves some apps on loopback for a moment, and is their client.
@Command(name = "train", hidden = true, description = "Exercises the gateway for a moment.")
final class TrainCommand implements Callable<Integer> {
  private static final List<String> APPS = List.of("echo", "loomio", "toggo", "eclipse");
  private static final Map<String, String> PORTS =
      Map.of(
          "apps.echo.port", "0",
          "apps.loomio.records.port", "0",
          "apps.toggo.port", "0",
          "apps.eclipse.port", "0",
          "ops.port", "0");
  private static final Map<String, String> QUIET =
      Map.of(
          "log.level", "error",
          "redis.url", "",
          "stop.delay", "0s",
          "stop.drain", "0s",
          "apps.loomio.bots.enabled", "false",
          "apps.toggo.snapshot", "true");

  private final AppTypes types;
  private final Server.NodeFactory nodes;
  @Spec private CommandSpec spec = CommandSpec.create();

  TrainCommand(AppTypes types, Server.NodeFactory nodes) {
    this.types = types;
    this.nodes = nodes;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Server server = Server.start(ServerConfig.read(types, input()), nodes)) {
      var trainer = new Trainer(URI.create(Running.url(server.opsAddress())));
      for (Address address : server.addresses()) {
        trainer.add(address);
      }
      trainer.run();
      return ExitCode.OK;
    } catch (IOException | ConfigException | RuntimeException e) {
      spec.commandLine().getErr().println("training failed: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /// As in the demo, where nothing has to be configured; on free ports.
  private ConfigInput input() {
    var settings = new LinkedHashMap<String, String>();
    for (AppType<?> type : types.all()) {
      String section = Catalogue.sectionOf(type.name()) + ".";
      type.demo().forEach((key, text) -> settings.put(section + key, text));
    }
    settings.putAll(PORTS);
    settings.putAll(QUIET);
    List<String> served =
        APPS.stream().filter(app -> ServerConfig.catalogue(types).names().contains(app)).toList();
    return new ConfigInput(served, null, settings, Map.of());
  }
}
