package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Typed access to the merged settings, which notes every problem and goes on.
///
/// After a problem the value that counts when nothing is set stands in, so that reading goes on and
/// all problems are found in one go. Confined to the thread that reads the configuration.
final class Values {
  private final SmallRyeConfig config;
  private final Map<String, Layer> layers;
  private final Set<String> served;
  private final List<Problem> problems;

  Values(
      SmallRyeConfig config,
      Map<String, Layer> layers,
      Set<String> served,
      List<Problem> problems) {
    this.config = config;
    this.layers = layers;
    this.served = served;
    this.problems = problems;
  }

  /// Returns the names of the apps to serve.
  Set<String> served() {
    return served;
  }

  /// Returns the value of a key that has one even when it is not set.
  <T> T get(Key<T> key) {
    T value = find(key);
    return value == null ? key.type().parse(requireNonNull(key.fallback())) : value;
  }

  /// Returns the value of a key, or `null` when it is not set and nothing counts instead.
  <T> @Nullable T find(Key<T> key) {
    String text = text(key.name());
    if (text == null) {
      return key.fallback() == null ? null : key.type().parse(key.fallback());
    }
    try {
      return key.type().parse(text);
    } catch (IllegalArgumentException e) {
      problem(key.name(), requireNonNull(e.getMessage()), key.type().allowed());
      return null;
    }
  }

  /// Returns a secret that is set by itself or by the name of the file that holds it.
  @Nullable Secret secret(Key<Secret> key) {
    String fileKey = key.name() + Key.FILE;
    String file = text(fileKey);
    Secret direct = find(key);
    if (file == null) {
      return direct;
    }
    if (direct != null) {
      problem(key.name(), "set together with " + fileKey, "one of the two");
      return direct;
    }
    try {
      return Secret.read(Path.of(file));
    } catch (IOException e) {
      problem(fileKey, requireNonNull(e.getMessage()), "a file that holds the secret");
    } catch (InvalidPathException _) {
      problem(fileKey, "not a path", "a file that holds the secret");
    }
    return null;
  }

  /// Notes that the value of a key is wrong.
  void problem(String key, String what, String allowed) {
    problems.add(new Problem(key, what, allowed, origin(key)));
  }

  /// Returns the text of a key as it was set; `null` when it is not set, or set to nothing.
  @Nullable String text(String key) {
    String text = config.getConfigValue(key).getRawValue();
    return text == null || text.isBlank() ? null : text.strip();
  }

  /// Returns where a key was set; empty when nowhere.
  String origin(String key) {
    String source = config.getConfigValue(key).getConfigSourceName();
    Layer layer = source == null ? null : layers.get(source);
    return layer == null ? "" : layer.origin(key);
  }
}
