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
  private final Catalogue catalogue;
  private final Merged merged;

  private Lookup(Catalogue catalogue, ConfigInput input) {
    this.catalogue = catalogue;
    this.merged = new Merged(Layers.read(catalogue, input, problems).all(), problems);
  }

  /// Brings together what is set.
  ///
  /// @throws ConfigException if a key is not known, or the file cannot be read
  public static Lookup in(Catalogue catalogue, ConfigInput input) throws ConfigException {
    var lookup = new Lookup(catalogue, input);
    lookup.check();
    return lookup;
  }

  /// Returns a secret.
  ///
  /// @param name a secret key of the catalogue
  /// @throws ConfigException if it is not set, by itself or by the name of a file
  public Secret secret(String name) throws ConfigException {
    var type = new SecretType();
    Secret secret = merged.secret(new Key<>(name, type, null, ""));
    if (secret == null && problems.isEmpty()) {
      merged.problem(name, "missing", type.allowed() + "; or " + name + Key.FILE);
    }
    check();
    return requireNonNull(secret);
  }

  /// Returns the text of a key as it is set, or else the one that counts when it is not set.
  ///
  /// @param name a key of the catalogue that is no secret
  /// @return `null` when neither is there
  public @Nullable String text(String name) {
    String text = merged.text(name);
    if (text != null) {
      return text;
    }
    return catalogue.keys().stream()
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
