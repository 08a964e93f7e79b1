package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.net.Endpoint;
import dev.carillon.net.OriginPolicy;
import dev.carillon.socketio.RecoverySettings;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From configuration to the settings of endpoints.
final class Sockets {
  private Sockets() {}

  /// Returns the policy for a list of origins, in which `*` stands for all.
  static OriginPolicy origins(Set<String> allowed) {
    if (allowed.contains("*")) {
      return OriginPolicy.allowAny();
    }
    return allowed.isEmpty() ? OriginPolicy.sameOrigin() : OriginPolicy.allow(allowed);
  }

  /// Returns recovery for a window, or `null` when the window is zero.
  static @Nullable RecoverySettings recovery(Duration window, RecoverySettings base) {
    return window.isZero() ? null : base.withWindow(window);
  }

  /// Returns a line with the URL of an endpoint.
  static String address(Gateway gateway, Endpoint endpoint, String bind, String path) {
    String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    String written = host.contains(":") ? "[" + host + "]" : host;
    return endpoint.name() + " http://" + written + ":" + gateway.port(endpoint) + path;
  }
}
