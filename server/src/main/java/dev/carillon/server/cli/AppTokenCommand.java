package dev.carillon.server.cli;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.TokenForm;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `carillon token APP`: the claims that an app's backend puts into its tokens.
@Command(mixinStandardHelpOptions = true)
final class AppTokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final TokenMint mint;

  private final String app;
  private final TokenForm form;
  private final Clock clock;

  private AppTokenCommand(String app, TokenForm form, TokenMint mint, Clock clock) {
    this.app = app;
    this.form = form;
    this.mint = mint;
    this.clock = clock;
  }

  /// Returns the command, with the options of the form.
  static CommandLine of(String app, TokenForm form, TokenMint mint, Clock clock) {
    var command = new CommandLine(new AppTokenCommand(app, form, mint, clock));
    command.setCommandName(app);
    command.addMixin("claims", form);
    String description = "Mints a token for " + app + ".";
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  @Override
  public Integer call() {
    Map<String, ?> claims;
    try {
      claims = form.claims(clock, new SecureRandom());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return mint.print(app, claims, spec.commandLine());
  }
}
