package dev.carillon.server.apps;

import dev.carillon.App;
import dev.carillon.access.Decision;
import dev.carillon.core.Store;
import dev.carillon.server.config.Configuration;
import dev.carillon.server.config.Section;
import dev.carillon.server.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The apps that can be served. Immutable.
public final class AppTypes {
  private final Map<String, AppType<?>> byName = new LinkedHashMap<>();

  private AppTypes(List<AppType<?>> types) {
    for (AppType<?> type : types) {
      AppType<?> other = byName.putIfAbsent(type.name(), type);
      if (other != null) {
        throw new IllegalArgumentException(
            "two apps are named " + type.name() + ": " + classOf(other) + " and " + classOf(type));
      }
    }
  }

  /// Returns the apps on the class path, in its order and that of the files which name them.
  ///
  /// @throws IllegalArgumentException if two have one name
  /// @throws ServiceConfigurationError if one that is named cannot be made
  public static AppTypes onClassPath() {
    var types = new ArrayList<AppType<?>>();
    for (AppType<?> type : ServiceLoader.load(AppType.class)) {
      types.add(type);
    }
    return new AppTypes(types);
  }

  /// Returns these apps.
  ///
  /// @throws IllegalArgumentException if two have one name
  public static AppTypes of(AppType<?>... types) {
    return new AppTypes(List.of(types));
  }

  /// Returns all of them.
  public List<AppType<?>> all() {
    return List.copyOf(byName.values());
  }

  /// Returns their sections.
  public List<Section<?>> sections() {
    return byName.values().stream().<Section<?>>map(AppType::section).toList();
  }

  /// Returns what decides about a room of an app; see [AppType#explain].
  public @Nullable Decision explain(
      String app, Configuration configuration, Store store, AccessQuestion question) {
    AppType<?> type = byName.get(app);
    return type == null ? null : explain(type, configuration, store, question);
  }

  private static <S extends Settings> @Nullable Decision explain(
      AppType<S> type, Configuration configuration, Store store, AccessQuestion question) {
    return type.explain(configuration.of(type.section()), store, question);
  }

  /// Makes the apps that are to be served.
  public List<App> served(Configuration configuration, Links links) {
    var apps = new ArrayList<App>();
    for (String name : configuration.served()) {
      AppType<?> type = byName.get(name);
      if (type == null) {
        throw new IllegalArgumentException("no app is named " + name);
      }
      apps.add(app(type, configuration, links));
    }
    return apps;
  }

  private static <S extends Settings> App app(
      AppType<S> type, Configuration configuration, Links links) {
    return type.app(configuration.of(type.section()), links);
  }

  private static String classOf(AppType<?> type) {
    return type.getClass().getName();
  }
}
