package dev.carillon.server.cli;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.apps.TokenForm;
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

  /// Returns the command with one command inside for each app with tokens.
  static CommandLine of(
      AppTypes types, Map<String, String> environment, TokenApp.Finder finder, Clock clock) {
    var command = new CommandLine(new TokenCommand());
    for (AppType<?> type : types.all()) {
      TokenForm form = type.token();
      if (form != null) {
        var mint = new TokenMint(environment, finder, clock);
        command.addSubcommand(type.name(), AppTokenCommand.of(type.name(), form, mint, clock));
      }
    }
    return command;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "an app is missing");
  }
}
