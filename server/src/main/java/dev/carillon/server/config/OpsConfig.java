package dev.carillon.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Health, metrics and the publish API. Immutable.
///
/// @param bind the address to listen on
/// @param port the port to listen on; 0 takes a free one
/// @param key the bearer key of the publish API; `null` only when bound to loopback
/// @param maxPublish the largest publish request, in bytes
public record OpsConfig(String bind, int port, @Nullable Secret key, int maxPublish) {

  static OpsConfig read(Values values) {
    String bind = values.get(Keys.OPS_BIND);
    Secret key = values.secret(Keys.OPS_KEY);
    try {
      if (key == null && !InetAddress.getByName(bind).isLoopbackAddress()) {
        values.problem(
            Keys.OPS_KEY.name(),
            "missing; whoever reaches ops.bind could publish",
            "a key, or ops.bind on loopback");
      }
    } catch (UnknownHostException _) {
      values.problem(Keys.OPS_BIND.name(), "unknown host", Types.BIND.allowed());
    }
    return new OpsConfig(
        bind, values.get(Keys.OPS_PORT), key, Math.toIntExact(values.get(Keys.OPS_MAX_PUBLISH)));
  }
}
