package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables of Loomio's own channel server, which this one replaces.
///
/// They count only where `loomio` is the one app that is served: `PORT` means nothing among
/// several. Empty variables are passed over, as that server does.
final class LoomioEnvironment {
  private static final List<String> REPORTING = List.of("SENTRY_PUBLIC_DSN", "SENTRY_DSN");

  private LoomioEnvironment() {}

  /// Adds the variables to a layer.
  static void read(Map<String, String> environment, Layer layer, List<String> notices) {
    var used = new ArrayList<String>();
    take("PORT", Keys.RECORDS_PORT, environment, layer, used);
    take("REDIS_URL", Keys.REDIS_URL, environment, layer, used);
    origin(environment, layer, used);
    if (!used.isEmpty()) {
      notices.add("environment of the replaced server used: " + String.join(", ", used));
    }
    for (String variable : REPORTING) {
      if (value(environment, variable) != null) {
        notices.add(variable + " ignored: errors are logged and counted, not sent anywhere");
      }
    }
  }

  /// Exactly one origin: the first of three variables that says something.
  private static void origin(Map<String, String> environment, Layer layer, List<String> used) {
    String app = value(environment, "PUBLIC_APP_URL");
    String canonical = value(environment, "CANONICAL_HOST");
    String virtual = value(environment, "VIRTUAL_HOST");
    if (app != null) {
      set(Keys.RECORDS_ORIGINS, originOf(app), "PUBLIC_APP_URL", layer, used);
    } else if (canonical != null) {
      set(Keys.RECORDS_ORIGINS, "https://" + canonical, "CANONICAL_HOST", layer, used);
    } else if (virtual != null) {
      String host = virtual.replaceFirst("channels\\.", "");
      set(Keys.RECORDS_ORIGINS, "https://" + host, "VIRTUAL_HOST", layer, used);
    }
  }

  /// Cuts the path off a URL: what browsers send as origin never has one.
  private static String originOf(String url) {
    int authority = url.indexOf("://");
    int path = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    return path < 0 ? url : url.substring(0, path);
  }

  private static void take(
      String variable,
      Key<?> key,
      Map<String, String> environment,
      Layer layer,
      List<String> used) {
    String value = value(environment, variable);
    if (value != null) {
      set(key, value, variable, layer, used);
    }
  }

  private static void set(
      Key<?> key, String value, String variable, Layer layer, List<String> used) {
    layer.set(key.name(), value, variable);
    used.add(variable);
  }

  private static @Nullable String value(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
