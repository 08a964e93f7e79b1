package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A section of the configuration: where it stands, what can be set in it, and how it is read. Immutable.
///
/// @param <S> what is made of it
public final class Section<S extends Settings> {
  private final String name;
  private final String about;
  private final Function<Values, S> reader;
  private final ReplacedServer replaced;
  private final List<Part> parts;

  private Section(
      String name,
      String about,
      Function<Values, S> reader,
      ReplacedServer replaced,
      List<Part> parts) {
    this.name = name;
    this.about = about;
    this.reader = reader;
    this.replaced = replaced;
    this.parts = parts;
  }

  /// Returns a section whose keys are what its settings ask for.
  ///
  /// @param name what all its keys have in front, without the dot; empty for nothing
  /// @param about a sentence or two for the documentation, in Markdown
  /// @param reader the constructor of the settings
  public static <S extends Settings> Section<S> of(
      String name, String about, Function<Values, S> reader) {
    var nothing = new Merged(List.of());
    // Made for what it asks, and thrown away.
    S _ = reader.apply(Values.of(name, about, false, nothing));
    return new Section<>(name, about, reader, ReplacedServer.NONE, nothing.parts());
  }

  /// Returns this section with the environment variables of a server that it stands in for.
  public Section<S> replacing(ReplacedServer server) {
    return new Section<>(name, about, reader, server, parts);
  }

  /// Returns what all keys have in front, without the dot.
  public String name() {
    return name;
  }

  /// Returns the keys with their headings, in the order of the documentation.
  List<Part> parts() {
    return parts;
  }

  ReplacedServer replaced() {
    return replaced;
  }

  /// Makes the settings of what is set.
  ///
  /// @param served whether they are for something that is to be started, which then needs its secrets
  /// @throws IllegalStateException if a key is asked for that was not asked for at first
  S read(Merged merged, boolean served) {
    int before = merged.parts().size();
    S settings = reader.apply(Values.of(name, about, served, merged));
    List<Part> asked = merged.parts();
    if (!names(asked.subList(before, asked.size())).equals(names(parts))) {
      throw new IllegalStateException(
          "the keys of " + name + " depend on values; ask for each in the initializer of a field");
    }
    return settings;
  }

  /// Makes the settings of texts alone.
  S read(Map<String, String> texts) throws ConfigException {
    var problems = new ArrayList<Problem>();
    var layer = new Layer("texts", 0);
    texts.forEach((key, text) -> layer.set(key, text, "given"));
    new KnownNames(parts).check(layer, problems);
    var merged = new Merged(List.of(layer), problems);
    S settings = read(merged, true);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return settings;
  }

  private static List<String> names(List<Part> parts) {
    return parts.stream().flatMap(part -> part.keys().stream()).map(Key::name).toList();
  }
}
