package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that may be used: keys, their `-file` forms, sections, and environment variables.
/// Immutable.
final class KnownNames {
  private final Map<String, String> keysByVariable = new LinkedHashMap<>();

  KnownNames(List<Part> parts) {
    for (Part part : parts) {
      for (Key<?> key : part.keys()) {
        add(key.variable(), key.name());
        if (key.secret()) {
          String file = key.name() + Key.FILE;
          add(Key.variable(file), file);
        }
      }
    }
  }

  /// @throws IllegalStateException if another key has the name or the variable
  private void add(String variable, String key) {
    String other = keysByVariable.put(variable, key);
    if (other != null) {
      throw new IllegalStateException(
          "two keys are set by " + variable + ": " + other + ", " + key);
    }
  }

  /// Returns the key that a variable sets, or `null` when there is none.
  @Nullable String keyOf(String variable) {
    return keysByVariable.get(variable);
  }

  Problem unknownVariable(String variable) {
    String nearest = Nearest.to(variable, keysByVariable.keySet());
    return new Problem(variable, "unknown environment variable" + meant(nearest), "", "");
  }

  /// Notes every key of a layer that is not known.
  void check(Layer layer, List<Problem> problems) {
    for (String key : layer.texts().keySet()) {
      if (keysByVariable.containsValue(key)) {
        continue;
      }
      String what = isSection(key) ? "a section, not a key" : unknown(key);
      problems.add(new Problem(key, what, "", layer.origin(key)));
    }
  }

  /// Notes every section of a file that is not known; those with keys inside show by their keys.
  void checkSections(Set<String> sections, Layer layer, List<Problem> problems) {
    for (String section : new ArrayList<>(sections)) {
      boolean shownByKeys =
          layer.texts().keySet().stream()
              .anyMatch(key -> key.equals(section) || key.startsWith(section + "."));
      if (!shownByKeys && !isSection(section) && !keysByVariable.containsValue(section)) {
        problems.add(new Problem(section, unknown(section), "", layer.name()));
      }
    }
  }

  private boolean isSection(String name) {
    return keysByVariable.values().stream().anyMatch(key -> key.startsWith(name + "."));
  }

  private String unknown(String key) {
    return "unknown key" + meant(Nearest.to(key, keysByVariable.values()));
  }

  private static String meant(@Nullable String nearest) {
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }
}
