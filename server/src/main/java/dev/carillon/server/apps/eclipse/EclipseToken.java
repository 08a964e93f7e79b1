package dev.carillon.server.apps.eclipse;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.TokenForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The claims that Eclipse's web app puts into its tokens. Confined to one command.
@Command(description = "Mints a token for one chat of Eclipse.")
final class EclipseToken implements TokenForm {
  private static final int BASE36 = 36;

  @Option(names = "--chat", paramLabel = "ID", required = true, description = "The chat's id.")
  private String chat = "";

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "The user's id; with --anonymous, one is made up when there is none.")
  private @Nullable String user;

  @Option(names = "--anonymous", description = "A visitor who is not signed in.")
  private boolean anonymous;

  @Override
  public Map<String, Object> claims(Clock clock, RandomGenerator random) {
    Map<String, Object> claims = new LinkedHashMap<>();
    String who = user == null && anonymous ? stranger(clock, random) : user;
    claims.put("userId", notEmpty("--user", who));
    claims.put("chatId", notEmpty("--chat", chat));
    claims.put("isAuthenticated", !anonymous);
    return claims;
  }

  private static String notEmpty(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(option + " is missing");
    }
    return value;
  }

  /// An id as the web app makes it for visitors: `anon_`, milliseconds, nine letters or digits.
  private static String stranger(Clock clock, RandomGenerator random) {
    var id = new StringBuilder("anon_").append(clock.now().toEpochMilli()).append('_');
    random.ints(9, 0, BASE36).forEach(n -> id.append(Character.forDigit(n, BASE36)));
    return id.toString();
  }
}
