package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Single keys of the configuration, for commands that need no more than these.
///
/// [Configuration#read] also asks that everything else is there that an app takes to be served.
/// Confined to one thread.
public final class Lookup {
  private final List<Problem> problems = new ArrayList<>();
  private final Values values;

  private Lookup(ConfigInput input) {
    values = Configuration.values(input, problems, new ArrayList<>());
  }

  /// Brings together what is set.
  ///
  /// @throws ConfigException if a key is not known, or the file cannot be read
  public static Lookup in(ConfigInput input) throws ConfigException {
    var lookup = new Lookup(input);
    lookup.check();
    return lookup;
  }

  /// Returns a secret.
  ///
  /// @param name a secret key of the catalogue
  /// @throws ConfigException if it is not set, by itself or by the name of a file
  public Secret secret(String name) throws ConfigException {
    Secret secret = values.secret(new Key<>(name, Types.SECRET, null, ""));
    if (secret == null && problems.isEmpty()) {
      values.problem(name, "missing", Types.SECRET.allowed() + "; or " + name + Key.FILE);
    }
    check();
    return requireNonNull(secret);
  }

  /// Returns the text of a key as it is set, or else the one that counts when it is not set.
  ///
  /// @param name a key of the catalogue that is no secret
  /// @return `null` when neither is there
  public @Nullable String text(String name) {
    String text = values.text(name);
    if (text != null) {
      return text;
    }
    return Keys.all().stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .map(Key::fallback)
        .orElse(null);
  }

  private void check() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
