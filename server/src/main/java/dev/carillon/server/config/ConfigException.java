package dev.carillon.server.config;

import java.util.List;

/// The configuration is not usable; holds everything that is wrong with it, not just the first.
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(text(problems));
    this.problems = List.copyOf(problems);
  }

  /// Returns what is wrong, in the order of the catalogue of keys.
  public List<Problem> problems() {
    return problems;
  }

  private static String text(List<Problem> problems) {
    var text = new StringBuilder("configuration: ");
    text.append(problems.size()).append(problems.size() == 1 ? " error" : " errors");
    for (Problem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}
