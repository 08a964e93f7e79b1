package dev.carillon.server.apps.toggo;

import dev.carillon.core.Clock;
import dev.carillon.server.apps.TokenForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The claims that Toggo's API puts into its tokens. Confined to one command.
@Command(description = "Mints a token for a user of Toggo.")
final class ToggoToken implements TokenForm {
  @Option(
      names = "--user",
      paramLabel = "UUID",
      required = true,
      converter = UserId.class,
      description = "The user's id.")
  private UUID user = new UUID(0, 0);

  @Override
  public Map<String, String> claims(Clock clock, RandomGenerator random) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", user.toString());
    claims.put("user_id", user.toString());
    return claims;
  }

  /// Reads an id, or says what one looks like.
  private static final class UserId implements ITypeConverter<UUID> {
    @Override
    public UUID convert(String text) {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException _) {
        throw new TypeConversionException(
            "not a UUID; allowed: one such as 1f0c2b5e-7d3a-4c7e-9d55-0a4f6c1b2e3d");
      }
    }
  }
}
