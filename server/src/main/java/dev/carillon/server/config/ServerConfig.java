package dev.carillon.server.config;

import static java.util.Objects.requireNonNullElse;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All that is configured. Immutable.
///
/// @param redis the link to Redis, if any
/// @param ops health, metrics and the publish API
/// @param stop how to stop
/// @param logLevel what is logged: `trace`, `debug`, `info`, `warn` or `error`
/// @param lanes how many event loops; 0 is one per core
/// @param trustedProxies the addresses of proxies that are believed where a client is
/// @param readsForwarded whether they say it in `Forwarded` instead of `X-Forwarded-For`
/// @param apps the apps to serve
public record ServerConfig(
    RedisConfig redis,
    OpsConfig ops,
    StopConfig stop,
    String logLevel,
    int lanes,
    Set<String> trustedProxies,
    boolean readsForwarded,
    AppsConfig apps) {

  static ServerConfig read(Values values) {
    var config =
        new ServerConfig(
            RedisConfig.read(values),
            OpsConfig.read(values),
            new StopConfig(values.get(Keys.STOP_DELAY), values.get(Keys.STOP_DRAIN)),
            values.get(Keys.LOG_LEVEL),
            values.get(Keys.GATEWAY_LANES),
            requireNonNullElse(values.find(Keys.GATEWAY_TRUSTED_PROXIES), Set.of()),
            values.get(Keys.GATEWAY_FORWARDED_HEADER).equals("forwarded"),
            AppsConfig.read(values));
    config.checkPorts(values);
    return config;
  }

  /// One port is for one purpose; 0 is a different one each time.
  private void checkPorts(Values values) {
    var taken = new HashMap<Integer, String>();
    taken.put(ops.port(), Keys.OPS_PORT.name());
    if (apps.loomio() != null) {
      claim(apps.loomio().records().port(), Keys.RECORDS_PORT, taken, values);
    }
    if (apps.toggo() != null) {
      claim(apps.toggo().port(), ToggoKeys.PORT, taken, values);
    }
    if (apps.eclipse() != null) {
      claim(apps.eclipse().port(), EclipseKeys.PORT, taken, values);
    }
    if (apps.echo() != null) {
      claim(apps.echo().port(), Keys.ECHO_PORT, taken, values);
    }
  }

  private static void claim(int port, Key<Integer> key, Map<Integer, String> taken, Values values) {
    String other = taken.putIfAbsent(port, key.name());
    if (other != null && port != 0) {
      values.problem(key.name(), "the same port as " + other, "a port of its own, or 0");
    }
  }
}
