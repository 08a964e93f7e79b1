package dev.carillon.server.apps.toggo;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.TokenForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The claims that Toggo's API puts into its tokens. Confined to one command.
@Command(description = "Mints a token for a user of Toggo.")
final class ToggoToken implements TokenForm {
  @Option(names = "--user", paramLabel = "UUID", required = true, description = "The user's id.")
  private UUID user = new UUID(0, 0);

  @Override
  public Map<String, String> claims(Clock clock, RandomGenerator random) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", user.toString());
    claims.put("user_id", user.toString());
    return claims;
  }
}
