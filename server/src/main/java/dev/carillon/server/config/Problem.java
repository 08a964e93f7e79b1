package dev.carillon.server.config;

/// One thing that is wrong with the configuration. Immutable; never holds a secret.
///
/// @param key the key, or the file or variable, that is meant
/// @param what what is wrong with it
/// @param allowed what would be right; empty when there is nothing to say
/// @param origin where it was set, such as `--set` or `carillon.yaml, line 3`; empty when nowhere
public record Problem(String key, String what, String allowed, String origin) {

  /// Returns one line for people.
  @Override
  public String toString() {
    var line = new StringBuilder(key);
    if (!origin.isEmpty()) {
      line.append(" (").append(origin).append(')');
    }
    line.append(": ").append(what);
    if (!allowed.isEmpty()) {
      line.append("; allowed: ").append(allowed);
    }
    return line.toString();
  }
}
