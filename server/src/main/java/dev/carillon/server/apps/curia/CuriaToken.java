package dev.carillon.server.apps.curia;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.TokenForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The claims that Curia's web app puts into its tokens. Confined to one command.
@Command(description = "Mints a token for one user of Curia.")
final class CuriaToken implements TokenForm {
  @Option(names = "--user", paramLabel = "ID", required = true, description = "The user's id.")
  private String user = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The user's name.")
  private @Nullable String name;

  @Option(names = "--community", paramLabel = "ID", description = "The user's community.")
  private @Nullable String community;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "A role that the user holds; may be given several times.")
  private List<String> roles = List.of();

  @Option(names = "--admin", description = "An admin of the community.")
  private boolean admin;

  @Override
  public Map<String, Object> claims(Clock clock, RandomGenerator random) {
    if (user.isBlank()) {
      throw new IllegalArgumentException("--user is missing");
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user);
    if (name != null) {
      claims.put("name", name);
    }
    claims.put("adm", admin);
    if (community != null) {
      claims.put("cid", community);
    }
    claims.put("roles", List.copyOf(roles));
    return claims;
  }
}
