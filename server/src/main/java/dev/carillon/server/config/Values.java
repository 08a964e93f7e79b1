package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// What is set in one section, as it is handed to the constructor of its [Settings].
///
/// Confined to the thread that reads the configuration.
public final class Values {
  private final String prefix;
  private final boolean served;
  private final Merged merged;
  private final Part part;

  private Values(String prefix, boolean served, Merged merged, Part part) {
    this.prefix = prefix;
    this.served = served;
    this.merged = merged;
    this.part = part;
    merged.begin(part);
  }

  /// @param section its name without a dot at the end; empty for the keys that have nothing in front
  /// @param served whether it is for something that is to be started
  static Values of(String section, String about, boolean served, Merged merged) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return new Values(prefix, served, merged, new Part(section, about));
  }

  /// Returns the values of a section within this one.
  Values section(String name, String about) {
    String inner = prefix + name;
    return new Values(inner + ".", served, merged, new Part(inner, about));
  }

  /// Returns these values under a heading of their own.
  Values part(String title, String about) {
    return new Values(prefix, served, merged, new Part(part.title() + ": " + title, about));
  }

  boolean served() {
    return served;
  }

  <T> T get(Key<T> key) {
    T value = find(key);
    return value == null ? key.standIn() : value;
  }

  <T> @Nullable T find(Key<T> key) {
    Key<T> whole = asked(key);
    T value = merged.find(whole);
    if (key.type() instanceof PortType && served) {
      merged.listens(whole.name(), (Integer) requireNonNull(value == null ? key.standIn() : value));
    }
    return value;
  }

  @Nullable Secret secret(Key<Secret> key) {
    return merged.secret(asked(key));
  }

  boolean isSet(String name) {
    return merged.text(full(name)) != null;
  }

  /// Notes that a secret is missing, where it is needed and its file was not a problem already.
  void missing(String name, String what) {
    String file = name + Key.FILE;
    if (served && !isSet(file)) {
      problem(name, "not set", what + ", here or in " + full(file));
    }
  }

  void problem(String name, String what, String allowed) {
    merged.problem(full(name), what, allowed);
  }

  String full(String name) {
    return prefix + name;
  }

  private <T> Key<T> asked(Key<T> key) {
    Key<T> whole = key.named(full(key.name()));
    part.add(whole);
    return whole;
  }
}
