package dev.carillon.server.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// The settings that come from one place: the command line, the environment, the file.
///
/// Confined to the thread that reads the configuration.
final class Layer {
  private final String name;
  private final int ordinal;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();

  /// @param name unique among the layers
  /// @param ordinal the layer with the highest one wins
  Layer(String name, int ordinal) {
    this.name = name;
    this.ordinal = ordinal;
  }

  /// Sets a key; the origin is for people, such as `carillon.yaml, line 3`.
  void set(String key, String text, String origin) {
    texts.put(key, text);
    origins.put(key, origin);
  }

  String name() {
    return name;
  }

  int ordinal() {
    return ordinal;
  }

  /// Returns the texts by key.
  Map<String, String> texts() {
    return texts;
  }

  /// Returns where a key was set.
  String origin(String key) {
    return origins.getOrDefault(key, name);
  }
}
