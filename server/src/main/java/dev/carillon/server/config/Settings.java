package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What can be set about one thing: a section of the configuration, in which each field is a setting.
///
/// ```java
/// final class BellSettings extends Settings {
///   final int port = about("The port for clients.").port("port", "3100");
///   final Duration pause = about("Time between two strokes.").span("pause", "1s", "1h", "10s");
///
///   BellSettings(Values values) {
///     super(values);
///   }
/// }
/// ```
///
/// **A setting is one line.** Name, type, range, what counts when it is not set, and the line in the
/// documentation stand together at the field that holds the value. The file, the environment, `--set`,
/// `check-config`, what is said about mistakes, and the table in `docs/configuration.md` come from there.
///
/// **How the keys are known.** A [Section] makes its settings once of nothing, before anything is read:
/// what is asked for then is what there is. The initializer of a field runs whenever there is an object, so
/// no condition can hide a key. What is asked for in a method or a constructor could be hidden; a key that
/// turns up only when it is set ends the reading with an [IllegalStateException].
///
/// **Mistakes.** What is wrong with one value, its type says. What is wrong with several together, the body
/// of the constructor notes with [#problem], and goes on: after a problem a value stands in that is allowed,
/// so that all problems are found in one go. Nothing is started then.
///
/// A class of settings is immutable: its fields are final, and so are their values. It has no text of its
/// own that could show a secret. The reading itself is confined to one thread.
public abstract class Settings {
  private final Values values;

  /// @param values what is set in this section, and those who ask for it
  protected Settings(Values values) {
    this.values = requireNonNull(values);
  }

  /// Makes settings of texts, as if they stood in a file; for tests and for programs without one.
  ///
  /// @param reader the constructor of the settings
  /// @param texts by the names of the keys
  /// @throws IllegalArgumentException with everything that is wrong
  public static <S extends Settings> S of(Function<Values, S> reader, Map<String, String> texts) {
    try {
      return Section.of("", "", reader).read(texts);
    } catch (ConfigException e) {
      String all = e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      throw new IllegalArgumentException(all, e);
    }
  }

  /// Begins a setting with its one sentence in the documentation.
  protected final Setting about(String meaning) {
    return new Setting(values, meaning);
  }

  // ---- sections ----

  /// A section within this one, with a heading of its own in the documentation.
  ///
  /// @param name what its keys have in front, without the dot
  /// @param about a sentence or two below the heading, in Markdown
  protected final <S extends Settings> S section(
      String name, String about, Function<Values, S> reader) {
    return reader.apply(values.section(name, about));
  }

  /// A part of this section, whose keys are named as if they stood here, with a heading of its own.
  ///
  /// @param title what it is about, behind the name of this section
  protected final <S extends Settings> S part(
      String title, String about, Function<Values, S> reader) {
    return reader.apply(values.part(title, about));
  }

  // ---- checks ----

  /// Notes that the value of a key is wrong.
  ///
  /// @param name the key, as it is called in this section
  /// @param what what is wrong; never the value of a secret
  /// @param allowed what would be right
  protected final void problem(String name, String what, String allowed) {
    values.problem(name, what, allowed);
  }

  /// Notes that a secret is missing, unless its app is not to be served or its file was a problem already.
  ///
  /// @param what which one it has to be, for people
  protected final void missing(String name, String what) {
    values.missing(name, what);
  }

  /// Tells whether a key is set, whatever its value is worth.
  protected final boolean isSet(String name) {
    return values.isSet(name);
  }

  /// Returns the whole name of a key of this section, for people.
  protected final String full(String name) {
    return values.full(name);
  }
}
