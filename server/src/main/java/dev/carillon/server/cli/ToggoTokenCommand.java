package dev.carillon.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `carillon token toggo`: the claims that Toggo's API puts into its tokens.
@Command(
    name = "toggo",
    description = "Mints a token for a user of Toggo.",
    mixinStandardHelpOptions = true)
final class ToggoTokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final TokenMint mint;

  @Option(names = "--user", paramLabel = "UUID", required = true, description = "The user's id.")
  private UUID user = new UUID(0, 0);

  ToggoTokenCommand(TokenMint mint) {
    this.mint = mint;
  }

  @Override
  public Integer call() {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", user.toString());
    claims.put("user_id", user.toString());
    return mint.print("toggo", claims, spec.commandLine());
  }
}
