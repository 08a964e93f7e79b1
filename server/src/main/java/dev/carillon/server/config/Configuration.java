package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The configuration as read: the settings, and what there is to say about them. Immutable.
public final class Configuration {
  private final Map<Section<?>, Settings> settings;
  private final List<String> served;
  private final List<String> notices;
  private final List<Line> lines;
  private final Map<Integer, String> ports;

  private Configuration(
      Map<Section<?>, Settings> settings,
      List<String> served,
      List<String> notices,
      List<Line> lines,
      Map<Integer, String> ports) {
    this.settings = settings;
    this.served = List.copyOf(served);
    this.notices = List.copyOf(notices);
    this.lines = List.copyOf(lines);
    this.ports = ports;
  }

  /// One key as it counts. Immutable.
  ///
  /// @param key the key
  /// @param value its value as text, or the mask; empty when there is none
  /// @param origin where it was set; empty when nowhere
  public record Line(String key, String value, String origin) {}

  /// Reads the configuration, all sections of it, so that mistakes show in apps that are not served, too.
  ///
  /// Precedence, highest first: `--set`, `CARILLON_*` variables, the variables of the replaced
  /// server, the file, what counts when nothing is set.
  ///
  /// @throws ConfigException with everything that is wrong
  public static Configuration read(Catalogue catalogue, ConfigInput input) throws ConfigException {
    var problems = new ArrayList<Problem>();
    var layers = Layers.read(catalogue, input, problems);
    var merged = new Merged(layers.all(), problems);
    var settings = new IdentityHashMap<Section<?>, Settings>();
    Section<?> server = catalogue.server();
    settings.put(server, server.read(merged, true));
    catalogue
        .ordered()
        .forEach(app -> {
          boolean served = layers.served().contains(Catalogue.appOf(app));
          settings.put(app, app.read(merged, served));
        });
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Configuration(
        settings, layers.served(), layers.notices(), lines(catalogue, merged), merged.listeners());
  }

  /// Returns the settings of a section.
  ///
  /// @throws IllegalArgumentException if it is none of the catalogue
  @SuppressWarnings("unchecked") // put there under the section that made them
  public <S extends Settings> S of(Section<S> section) {
    Settings found = settings.get(section);
    if (found == null) {
      throw new IllegalArgumentException(section.name() + " was not read");
    }
    return (S) found;
  }

  /// Returns the names of the apps to serve, in the order of [Catalogue#names].
  public List<String> served() {
    return served;
  }

  /// Returns what the log should say at start, one line each; no secrets.
  public List<String> notices() {
    return notices;
  }

  /// Returns the ports that are to be listened on, and the key that names each; without those that the system is
  /// to choose.
  public Map<Integer, String> ports() {
    return ports;
  }

  /// Returns every key with its effective value and where it was set, secrets masked.
  public List<Line> lines() {
    return lines;
  }

  private static List<Line> lines(Catalogue catalogue, Merged merged) {
    var lines = new ArrayList<Line>();
    for (Key<?> key : catalogue.keys()) {
      lines.add(new Line(key.name(), shown(key, merged), merged.origin(key.name())));
      if (key.secret()) {
        String file = key.name() + Key.FILE;
        String path = merged.text(file);
        lines.add(new Line(file, path == null ? "" : path, merged.origin(file)));
      }
    }
    return lines;
  }

  private static <T> String shown(Key<T> key, Merged merged) {
    @Nullable T value = merged.find(key);
    return value == null ? "" : key.type().show(value);
  }
}
