package dev.carillon.server.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The configuration as read: the values, and what there is to say about them. Immutable.
///
/// @param server the values
/// @param notices what the log should say at start, one line each; no secrets
/// @param settings every key with its effective value and where it was set, secrets masked
public record Configuration(ServerConfig server, List<String> notices, List<Setting> settings) {
  private static final int FILE = 100;
  private static final int REPLACED = 200;
  private static final int ENVIRONMENT = 300;
  private static final int COMMAND_LINE = 400;

  /// The variables that are for the launcher, or were used already.
  private static final Set<String> OTHER_VARIABLES =
      Set.of("CARILLON_JAVA_HOME", "CARILLON_JAVA_OPTS", ConfigInput.FILE_VARIABLE);

  /// What Kubernetes puts into the environment of every pod next to a service named `carillon`.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "CARILLON_(\\w+_)?"
              + "(SERVICE_(HOST|PORT\\w*)=.*|PORT(_\\d+_(TCP|UDP))?=\\w+://.*"
              + "|PORT_\\d+_(TCP|UDP)_(PROTO|PORT|ADDR)=.*)");

  /// One key as it counts. Immutable.
  ///
  /// @param key the key
  /// @param value its value as text, or the mask; empty when there is none
  /// @param origin where it was set; empty when nowhere
  public record Setting(String key, String value, String origin) {}

  /// Reads the configuration.
  ///
  /// Precedence, highest first: `--set`, `CARILLON_*` variables, the variables of the replaced
  /// server, the file, what counts when nothing is set.
  ///
  /// @throws ConfigException with everything that is wrong
  public static Configuration read(ConfigInput input) throws ConfigException {
    var problems = new ArrayList<Problem>();
    var notices = new ArrayList<String>();
    var values = values(input, problems, notices);
    ServerConfig server = ServerConfig.read(values);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Configuration(server, List.copyOf(notices), settings(values));
  }

  /// Brings together what is set, and notes names that are wrong; no value has been read yet.
  static Values values(ConfigInput input, List<Problem> problems, List<String> notices) {
    var known = new KnownNames();
    var layers = new ArrayList<Layer>();
    var mentioned = new LinkedHashSet<String>();

    layers.add(commandLine(input.settings()));
    layers.add(environment(input.environment(), known, problems));
    if (input.file() != null) {
      var file = YamlFile.read(input.file(), FILE, problems);
      layers.add(file.layer());
      mentioned.addAll(file.sections());
      known.checkSections(file.sections(), file.layer(), problems);
    }
    for (Layer layer : layers) {
      mentioned.addAll(layer.texts().keySet());
      known.check(layer, problems);
    }

    Set<String> served = served(input.apps(), mentioned, problems);
    layers.add(replaced(served, input.environment(), notices));

    return merge(layers, served, problems);
  }

  private static Layer commandLine(Map<String, String> settings) {
    var layer = new Layer("--set", COMMAND_LINE);
    new TreeMap<>(settings).forEach((key, text) -> layer.set(key, text, "--set"));
    return layer;
  }

  private static Layer environment(
      Map<String, String> environment, KnownNames known, List<Problem> problems) {
    var layer = new Layer("environment", ENVIRONMENT);
    new TreeMap<>(environment)
        .forEach((variable, text) -> {
          String key = known.keyOf(variable);
          if (key != null) {
            if (!text.isBlank()) {
              layer.set(key, text, variable);
            }
          } else if (variable.startsWith("CARILLON_")
              && !OTHER_VARIABLES.contains(variable)
              && !SERVICE_LINK.matcher(variable + "=" + text).matches()) {
            problems.add(known.unknownVariable(variable));
          }
        });
    return layer;
  }

  /// The environment of the server that the only app replaces: it means nothing among several.
  private static Layer replaced(
      Set<String> served, Map<String, String> environment, List<String> notices) {
    var layer = new Layer("replaced", REPLACED);
    if (served.equals(Set.of("loomio"))) {
      LoomioEnvironment.read(environment, layer, notices);
    } else if (served.equals(Set.of("toggo"))) {
      ToggoEnvironment.read(environment, layer, notices);
    } else if (served.equals(Set.of("eclipse"))) {
      EclipseEnvironment.read(environment, layer, notices);
    }
    return layer;
  }

  /// Those that are named, or else those of which anything is configured.
  private static Set<String> served(
      List<String> named, Set<String> mentioned, List<Problem> problems) {
    var served = new LinkedHashSet<String>();
    for (String app : named) {
      if (AppsConfig.NAMES.contains(app)) {
        served.add(app);
      } else {
        problems.add(new Problem(app, "unknown app", String.join(", ", AppsConfig.NAMES), ""));
      }
    }
    if (!named.isEmpty()) {
      return served;
    }
    for (String app : AppsConfig.NAMES) {
      String section = AppsConfig.PREFIX + app;
      if (mentioned.stream().anyMatch(k -> k.equals(section) || k.startsWith(section + "."))) {
        served.add(app);
      }
    }
    if (served.isEmpty()) {
      problems.add(
          new Problem(
              "apps",
              "nothing to serve; name an app on the command line, or configure one",
              String.join(", ", AppsConfig.NAMES),
              ""));
    }
    return served;
  }

  private static Values merge(List<Layer> layers, Set<String> served, List<Problem> problems) {
    var builder = new SmallRyeConfigBuilder();
    var bySource = new HashMap<String, Layer>();
    for (Layer layer : layers) {
      var source = new PropertiesConfigSource(layer.texts(), layer.name(), layer.ordinal());
      builder.withSources(source);
      bySource.put(source.getName(), layer);
    }
    return new Values(builder.build(), bySource, served, problems);
  }

  private static List<Setting> settings(Values values) {
    var settings = new ArrayList<Setting>();
    for (Key<?> key : Keys.all()) {
      settings.add(new Setting(key.name(), shown(key, values), values.origin(key.name())));
      if (key.secret()) {
        String file = key.name() + Key.FILE;
        String path = values.text(file);
        settings.add(new Setting(file, path == null ? "" : path, values.origin(file)));
      }
    }
    return List.copyOf(settings);
  }

  private static <T> String shown(Key<T> key, Values values) {
    @Nullable T value = values.find(key);
    return value == null ? "" : key.type().show(value);
  }
}
