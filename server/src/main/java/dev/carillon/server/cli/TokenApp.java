package dev.carillon.server.cli;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Lookup;
import dev.carillon.server.config.Secret;
import org.jspecify.annotations.Nullable;

/// What tokens of an app are signed with, and where they are for. Immutable.
///
/// @param secret the secret that the app's backend and the gateway share
/// @param url where clients connect on this machine
record TokenApp(Secret secret, String url) {

  /// Finds an app by its name, in what is configured.
  @FunctionalInterface
  interface Finder {
    /// @param input names this one app
    /// @param secret what is given in place of the configured secret, if anything
    /// @throws ConfigException if no secret is given or configured
    TokenApp find(String app, ConfigInput input, @Nullable Secret secret) throws ConfigException;
  }

  /// Finds an app by its keys: `jwt-secret`, and `port` and `path` where it has these.
  static Finder in(AppTypes types) {
    return (app, input, given) -> configured(types, app, input, given);
  }

  private static TokenApp configured(
      AppTypes types, String app, ConfigInput input, @Nullable Secret given)
      throws ConfigException {
    var lookup = Lookup.in(ServerConfig.catalogue(types), input);
    String keys = Catalogue.sectionOf(app) + ".";
    Secret secret = given == null ? lookup.secret(keys + "jwt-secret") : given;
    String path = lookup.text(keys + "path");
    String url = "ws://127.0.0.1:" + lookup.text(keys + "port") + (path == null ? "/" : path);
    return new TokenApp(secret, url);
  }
}
