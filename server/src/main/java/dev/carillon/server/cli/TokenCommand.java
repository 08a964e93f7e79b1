package dev.carillon.server.cli;

import dev.carillon.core.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `carillon token`
@Command(
    name = "token",
    description = "Mints a token for an app, to try things out with.",
    synopsisSubcommandLabel = "APP",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private TokenCommand() {}

  /// Returns the command with one command inside for each app.
  static CommandLine of(Map<String, String> environment, TokenApp.Finder finder, Clock clock) {
    var command = new CommandLine(new TokenCommand());
    command.addSubcommand(new ToggoTokenCommand(new TokenMint(environment, finder, clock)));
    command.addSubcommand(
        new EclipseTokenCommand(new TokenMint(environment, finder, clock), clock));
    return command;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "an app is missing");
  }
}
