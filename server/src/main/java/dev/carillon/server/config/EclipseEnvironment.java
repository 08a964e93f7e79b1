package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The environment variables of Eclipse's own WebSocket server, which this one replaces.
///
/// They count only where `eclipse` is the one app that is served. Empty variables are passed over.
/// `NODE_ENV` means nothing here.
final class EclipseEnvironment {
  private static final Map<String, Key<?>> VARIABLES = variables();

  private EclipseEnvironment() {}

  private static Map<String, Key<?>> variables() {
    var variables = new LinkedHashMap<String, Key<?>>();
    variables.put("PORT", EclipseKeys.PORT);
    variables.put("JWT_SECRET", EclipseKeys.JWT_SECRET);
    variables.put("REDIS_URL", Keys.REDIS_URL);
    variables.put("INTERNAL_API_SECRET", EclipseKeys.API_SECRET);
    variables.put("NEXT_API_URL", EclipseKeys.API_URL);
    variables.put("LOG_LEVEL", Keys.LOG_LEVEL);
    return variables;
  }

  /// Adds the variables to a layer.
  static void read(Map<String, String> environment, Layer layer, List<String> notices) {
    var used = new ArrayList<String>();
    VARIABLES.forEach((variable, key) -> {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        boolean isWord = key.equals(Keys.LOG_LEVEL);
        layer.set(key.name(), isWord ? value.toLowerCase(Locale.ROOT) : value, variable);
        used.add(variable);
      }
    });
    if (!used.isEmpty()) {
      notices.add("environment of the replaced server used: " + String.join(", ", used));
    }
  }
}
