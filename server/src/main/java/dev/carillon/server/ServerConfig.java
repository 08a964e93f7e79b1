package dev.carillon.server;

import dev.carillon.App;
import dev.carillon.access.Decision;
import dev.carillon.core.Store;
import dev.carillon.redis.RedisLink;
import dev.carillon.server.apps.AccessQuestion;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.apps.Links.Link;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Configuration;
import dev.carillon.server.config.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is configured, for apps of which some are to be served. Immutable.
public final class ServerConfig {
  private final AppTypes types;
  private final Configuration configuration;

  private ServerConfig(AppTypes types, Configuration configuration) {
    this.types = types;
    this.configuration = configuration;
  }

  /// Returns everything that may be configured.
  public static Catalogue catalogue(AppTypes types) {
    return new Catalogue(ServerSettings.SECTION, types.sections());
  }

  /// Reads the configuration.
  ///
  /// @throws ConfigException with everything that is wrong
  public static ServerConfig read(AppTypes types, ConfigInput input) throws ConfigException {
    return new ServerConfig(types, Configuration.read(catalogue(types), input));
  }

  /// Returns what is set about the server itself.
  public ServerSettings server() {
    return configuration.of(ServerSettings.SECTION);
  }

  /// Returns the names of the apps that are to be served.
  public List<String> served() {
    return configuration.served();
  }

  /// Makes the apps that are to be served.
  public List<App> apps() {
    return types.served(configuration, this::open);
  }

  /// Returns what decides about a room of an app; see [AppType#explain].
  ///
  /// @param store the one that the app would have
  public @Nullable Decision explain(String app, Store store, AccessQuestion question) {
    return types.explain(app, configuration, store, question);
  }

  /// Opens a link for an app with the gateway's user and password.
  private Link open(Secret url) {
    RedisLink link = RedisLink.connect(server().redis.link(url));
    return new Link(link.broker(), link.store(), link::close);
  }

  /// Returns what the log should say at start; see [Configuration#notices].
  public List<String> notices() {
    return configuration.notices();
  }

  /// Returns how many connections the apps that are to be served are set to take, all together; 0 where nothing is
  /// set.
  public long maxConnections() {
    return configuration.served().stream()
        .mapToLong(app ->
            lines().stream()
                .filter(line -> line.key().equals("apps." + app + ".max-connections"))
                .mapToLong(line -> Long.parseLong(line.value()))
                .sum())
        .sum();
  }

  /// Returns the ports that are to be listened on, and their keys; see [Configuration#ports].
  public Map<Integer, String> ports() {
    return configuration.ports();
  }

  /// Returns every key with its effective value; see [Configuration#lines].
  public List<Configuration.Line> lines() {
    return configuration.lines();
  }
}
