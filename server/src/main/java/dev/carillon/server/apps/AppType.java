package dev.carillon.server.apps;

import dev.carillon.App;
import dev.carillon.access.Decision;
import dev.carillon.core.Store;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ReplacedServer;
import dev.carillon.server.config.Section;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An app that the server can serve: what it is called, what can be set about it, and how it is made.
///
/// Every app is found in the same way, those of this repository and anybody's own: a class that extends
/// this, named in the file `META-INF/services/dev.carillon.server.apps.AppType` of a jar on the class path
/// ([java.util.ServiceLoader]). `carillon serve mine` then serves the app `mine`, whose keys are
/// `apps.mine.*` in the file, in the environment and with `--set`.
///
/// ```java
/// public final class Mine extends AppType<MySettings> {
///   public Mine() {
///     super("mine", "What I always wanted.", MySettings::new);
///   }
///
///   @Override
///   public App app(MySettings settings, Links links) {
///     return new MyApp(settings);
///   }
/// }
/// ```
///
/// A type is public, has a public constructor without parameters, and is immutable.
///
/// @param <S> what can be set about it
public abstract class AppType<S extends Settings> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final String name;
  private final Section<S> section;

  /// Tells of an app that stands in for no server.
  ///
  /// @param name what it is served by: lower-case letters, digits and dashes, a letter first
  /// @param about a sentence or two for the documentation of its keys, in Markdown; empty: none
  /// @param settings the constructor of the settings
  /// @throws IllegalArgumentException for any other name
  protected AppType(String name, String about, Function<Values, S> settings) {
    this(name, about, settings, ReplacedServer.NONE);
  }

  /// Tells of an app that stands in for a server of which it takes the environment variables, too.
  protected AppType(
      String name, String about, Function<Values, S> settings, ReplacedServer replaced) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(getClass().getName() + ": an app cannot be named " + name);
    }
    this.name = name;
    this.section = Section.of(Catalogue.sectionOf(name), about, settings).replacing(replaced);
  }

  /// Returns the name that it is served by.
  public final String name() {
    return name;
  }

  /// Returns what can be set about it.
  public final Section<S> section() {
    return section;
  }

  /// Makes the app, which the gateway then starts.
  ///
  /// @param links what the server lends, besides what an app is lent at its start
  public abstract App app(S settings, Links links);

  /// Returns what is set for `carillon demo` alone, by the names of keys without `apps.` and the name of the
  /// app in front.
  public Map<String, String> demo() {
    return Map.of();
  }

  /// Returns what a token for this app says, for `carillon token`; `null` if its clients show none.
  ///
  /// An app with tokens has the keys `jwt-secret`, what they are signed with, and `port`, and perhaps
  /// `path`: where clients connect with `?token=`.
  public @Nullable TokenForm token() {
    return null;
  }

  /// Returns what decides whether somebody may be in a room, for `carillon explain-access`; `null` if this app
  /// decides nothing of the kind. May block.
  ///
  /// @param store the gateway's
  public @Nullable Decision explain(S settings, Store store, AccessQuestion question) {
    return null;
  }
}
