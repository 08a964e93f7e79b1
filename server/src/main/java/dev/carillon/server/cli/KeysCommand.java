package dev.carillon.server.cli;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Reference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `carillon keys`
@Command(
    name = "keys",
    description = "Prints all that can be configured, as the tables of docs/configuration.md.",
    mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final AppTypes types;

  KeysCommand(AppTypes types) {
    this.types = types;
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(Reference.keys(ServerConfig.catalogue(types)));
    out.flush();
    return ExitCode.OK;
  }
}
