package dev.carillon.server.cli;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carillon check-config`
@Command(
    name = "check-config",
    description = "Checks the configuration as serve would, and prints what counts.",
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "APP", description = "The apps to serve; none: those configured.")
  private List<String> apps = List.of();

  private final AppTypes types;
  private final Map<String, String> environment;

  CheckConfigCommand(AppTypes types, Map<String, String> environment) {
    this.types = types;
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException {
    var out = spec.commandLine().getOut();
    var config = ServerConfig.read(types, options.input(apps, environment));
    for (var line : config.lines()) {
      String value = line.value().isEmpty() ? "(not set)" : line.value();
      String origin = line.origin().isEmpty() ? "" : "  # " + line.origin();
      out.println(line.key() + ": " + value + origin);
    }
    config.notices().forEach(notice -> out.println("# " + notice));
    // Apart from what is printed, which may be read by a program.
    spec.commandLine()
        .getErr()
        .println("The configuration is good. Apps to serve: " + String.join(", ", config.served()));
    return ExitCode.OK;
  }
}
