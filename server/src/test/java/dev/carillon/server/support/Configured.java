package dev.carillon.server.support;

import dev.carillon.server.ServerSettings;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Configuration;
import dev.carillon.server.config.Section;
import dev.carillon.server.config.Settings;
import java.util.ArrayList;
import java.util.List;

/// The whole configuration, and what it says about one app, whether that is served or not. Immutable.
///
/// @param configuration all of it
/// @param server what is set about the server
/// @param app what is set about the app
public record Configured<S extends Settings>(
    Configuration configuration, ServerSettings server, S app) {

  /// Reads it, with the sections of all apps.
  public static <S extends Settings> Configured<S> read(AppType<S> type, ConfigInput input)
      throws ConfigException {
    Section<S> own = type.section();
    List<Section<?>> sections = new ArrayList<>(AppTypes.onClassPath().sections());
    sections.replaceAll(section -> section.name().equals(own.name()) ? own : section);
    var configuration = Configuration.read(new Catalogue(ServerSettings.SECTION, sections), input);
    return new Configured<>(
        configuration, configuration.of(ServerSettings.SECTION), configuration.of(own));
  }
}
