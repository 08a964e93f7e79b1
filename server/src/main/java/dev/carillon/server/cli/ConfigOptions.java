package dev.carillon.server.cli;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where the configuration comes from. Confined to one command.
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file (also: CARILLON_CONFIG).")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key, such as --set ops.port=9401; may be given often.")
  Map<String, String> settings = new LinkedHashMap<>();

  ConfigInput input(List<String> apps, Map<String, String> environment) {
    return new ConfigInput(apps, file, settings, environment);
  }

  /// Reads what is configured for a command that serves nothing: of apps, only what would be wrong with any.
  ServerConfig withoutApps(AppTypes types, Map<String, String> environment) throws ConfigException {
    // An app has to be named, and this one asks for nothing.
    return ServerConfig.read(types, input(List.of("echo"), environment));
  }
}
