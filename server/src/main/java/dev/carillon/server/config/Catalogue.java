package dev.carillon.server.config;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that may be configured: the server's own section, and one for each app. Immutable.
///
/// `docs/configuration.md` lists the same keys; [Reference] writes them there, and a test compares the two.
public final class Catalogue {
  /// What the names of all sections of apps begin with.
  private static final String APPS = "apps.";

  private final Section<?> server;
  private final List<Section<?>> apps;
  private final List<Part> parts;
  private final KnownNames known;

  /// @param server what is configured whatever is served
  /// @param apps one section for each app, in the order of the documentation; their names are those of
  ///     [#sectionOf]
  /// @throws IllegalStateException if two keys have one name or one variable, or if a server that is replaced
  ///     sets a key that there is not
  public Catalogue(Section<?> server, List<? extends Section<?>> apps) {
    this.server = server;
    this.apps = List.copyOf(apps);
    this.parts =
        Stream.concat(Stream.of(server), this.apps.stream())
            .flatMap(section -> section.parts().stream())
            .toList();
    this.known = new KnownNames(parts);
    var names = new HashSet<String>();
    keys().forEach(key -> names.add(key.name()));
    for (Section<?> app : this.apps) {
      if (!names.containsAll(app.replaced().keys())) {
        throw new IllegalStateException(
            "the variables that " + app.name() + " replaces set unknown keys");
      }
    }
  }

  /// Returns the name of the section of an app.
  public static String sectionOf(String app) {
    return APPS + app;
  }

  /// Returns the names of all apps, those first that stand in for a server of their own.
  public List<String> names() {
    return ordered().map(Catalogue::appOf).toList();
  }

  Section<?> server() {
    return server;
  }

  /// Returns the sections of apps, in the order of their names.
  Stream<Section<?>> ordered() {
    return apps.stream().sorted(Comparator.comparing(app -> app.replaced().isNone()));
  }

  /// Returns the sections of apps in the order of the documentation.
  List<Section<?>> apps() {
    return apps;
  }

  /// Returns the section of an app, or `null` when there is none.
  @Nullable Section<?> find(String app) {
    String name = sectionOf(app);
    return apps.stream().filter(section -> section.name().equals(name)).findFirst().orElse(null);
  }

  /// Returns the keys with their headings, in the order of the documentation.
  List<Part> parts() {
    return parts;
  }

  /// Returns the names that may be used.
  KnownNames known() {
    return known;
  }

  /// Returns all keys, without those of files that hold secrets.
  List<Key<?>> keys() {
    return parts.stream().<Key<?>>flatMap(part -> part.keys().stream()).toList();
  }

  /// Returns the name of the app that a section is about.
  static String appOf(Section<?> section) {
    return section.name().substring(APPS.length());
  }
}
