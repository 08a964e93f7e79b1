package dev.carillon.server.cli;

import dev.carillon.core.Clock;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `carillon token eclipse`: the claims that Eclipse's web app puts into its tokens.
@Command(
    name = "eclipse",
    description = "Mints a token for one chat of Eclipse.",
    mixinStandardHelpOptions = true)
final class EclipseTokenCommand implements Callable<Integer> {
  private static final int BASE36 = 36;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final TokenMint mint;

  @Option(names = "--chat", paramLabel = "ID", required = true, description = "The chat's id.")
  private String chat = "";

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "The user's id; with --anonymous, one is made up when there is none.")
  private @Nullable String user;

  @Option(names = "--anonymous", description = "A visitor who is not signed in.")
  private boolean anonymous;

  private final Clock clock;

  EclipseTokenCommand(TokenMint mint, Clock clock) {
    this.mint = mint;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("userId", notEmpty("--user", user == null && anonymous ? stranger() : user));
    claims.put("chatId", notEmpty("--chat", chat));
    claims.put("isAuthenticated", !anonymous);
    return mint.print("eclipse", claims, spec.commandLine());
  }

  private String notEmpty(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new ParameterException(spec.commandLine(), option + " is missing");
    }
    return value;
  }

  /// An id as the web app makes it for visitors: `anon_`, milliseconds, nine letters or digits.
  private String stranger() {
    var id = new StringBuilder("anon_").append(clock.now().toEpochMilli()).append('_');
    new SecureRandom().ints(9, 0, BASE36).forEach(n -> id.append(Character.forDigit(n, BASE36)));
    return id.toString();
  }
}
