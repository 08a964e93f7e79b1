package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all layers together set, and what is wrong with it: every problem is noted, and reading goes on.
///
/// Confined to the thread that reads the configuration.
final class Merged {
  private final SmallRyeConfig config;
  private final Map<String, Layer> layers = new HashMap<>();
  private final List<Problem> problems;
  private final List<Part> parts = new ArrayList<>();
  private final Map<Integer, String> listeners = new HashMap<>();

  /// Merges layers of whose problems nobody wants to know.
  Merged(List<Layer> layers) {
    this(layers, new ArrayList<>());
  }

  /// @param layers the one with the highest ordinal wins
  /// @param problems where problems are noted
  Merged(List<Layer> layers, List<Problem> problems) {
    var builder = new SmallRyeConfigBuilder();
    for (Layer layer : layers) {
      var source = new PropertiesConfigSource(layer.texts(), layer.name(), layer.ordinal());
      builder.withSources(source);
      this.layers.put(source.getName(), layer);
    }
    this.config = builder.build();
    this.problems = problems;
  }

  /// Notes a heading, under which keys are going to be asked for.
  void begin(Part part) {
    parts.add(part);
  }

  /// Returns what was asked for.
  List<Part> parts() {
    return Collections.unmodifiableList(parts);
  }

  /// Returns the value of a key, or of what counts when it is not set; `null` when it is wrong, or when
  /// neither is there.
  <T> @Nullable T find(Key<T> key) {
    String text = text(key.name());
    if (text == null) {
      return key.fallback() == null ? null : key.standIn();
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

  /// Notes that a port is to be listened on: one port is for one purpose; 0 is a different one each time.
  void listens(String key, int port) {
    String other = port == 0 ? null : listeners.putIfAbsent(port, key);
    if (other != null) {
      problem(key, "the same port as " + other, "a port of its own, or 0");
    }
  }

  /// Returns the ports that are to be listened on, and the key that names each; without those that are to be any.
  Map<Integer, String> listeners() {
    return Map.copyOf(listeners);
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
