package dev.carillon.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the configuration comes from. Immutable.
///
/// @param apps the apps named on the command line; empty: those that are configured
/// @param file the configuration file, if any
/// @param settings what `--set` says, by key
/// @param environment the environment variables of the process
public record ConfigInput(
    List<String> apps,
    @Nullable Path file,
    Map<String, String> settings,
    Map<String, String> environment) {

  /// The variable that names the configuration file.
  public static final String FILE_VARIABLE = "CARILLON_CONFIG";

  public ConfigInput {
    apps = List.copyOf(apps);
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
    String named = environment.get(FILE_VARIABLE);
    if (file == null && named != null && !named.isBlank()) {
      file = Path.of(named);
    }
  }
}
