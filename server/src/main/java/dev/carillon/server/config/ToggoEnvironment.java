package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The environment variables of Toggo's own server, which this one replaces.
///
/// They count only where `toggo` is the one app that is served. Empty variables are passed over.
final class ToggoEnvironment {
  private static final String ADDRESS = "REDIS_ADDRESS";
  private static final String PASSWORD = "REDIS_PASSWORD";
  private static final String DATABASE = "REDIS_DB";
  private static final String TLS = "REDIS_TLS";

  private ToggoEnvironment() {}

  /// Adds the variables to a layer.
  static void read(Map<String, String> environment, Layer layer, List<String> notices) {
    var used = new ArrayList<String>();
    take("APP_PORT", ToggoKeys.PORT, environment, layer, used);
    take("JWT_SIGNING_KEY", ToggoKeys.JWT_SECRET, environment, layer, used);
    take(PASSWORD, Keys.REDIS_PASSWORD, environment, layer, used);
    redis(environment, layer, used);
    if (!used.isEmpty()) {
      notices.add("environment of the replaced server used: " + String.join(", ", used));
    }
  }

  /// One variable is enough to ask for Redis; the others have the values that they had.
  private static void redis(Map<String, String> environment, Layer layer, List<String> used) {
    List<String> set =
        List.of(ADDRESS, DATABASE, TLS).stream()
            .filter(variable -> !value(environment, variable).isEmpty())
            .toList();
    if (set.isEmpty() && value(environment, PASSWORD).isEmpty()) {
      return;
    }
    String scheme = value(environment, TLS).equals("true") ? "rediss" : "redis";
    String address = value(environment, ADDRESS);
    String database = value(environment, DATABASE);
    layer.set(
        Keys.REDIS_URL.name(),
        scheme
            + "://"
            + (address.isEmpty() ? "localhost:6379" : address)
            + "/"
            + (database.isEmpty() ? "0" : database),
        set.isEmpty() ? PASSWORD : String.join(", ", set));
    used.addAll(set);
  }

  private static void take(
      String variable,
      Key<?> key,
      Map<String, String> environment,
      Layer layer,
      List<String> used) {
    String value = value(environment, variable);
    if (!value.isEmpty()) {
      layer.set(key.name(), value, variable);
      used.add(variable);
    }
  }

  private static String value(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "").strip();
  }
}
