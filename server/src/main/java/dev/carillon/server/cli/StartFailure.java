package dev.carillon.server.cli;

import dev.carillon.net.PortException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says why a server has not started, and which key to change.
final class StartFailure {
  private StartFailure() {}

  /// Returns one line for people.
  ///
  /// @param ports the ports that were to be listened on, and their keys
  static String text(Throwable failure, Map<Integer, String> ports) {
    String text = String.valueOf(failure.getMessage());
    PortException port = port(failure);
    String key = port == null ? null : ports.get(port.port());
    return port == null || key == null ? text : text + "; " + remedy(port, key);
  }

  private static String remedy(PortException port, String key) {
    return switch (port.reason()) {
      case TAKEN -> "stop it, or set " + key + " to another port";
      case FORBIDDEN -> "set " + key + " to 1024 or more, or grant CAP_NET_BIND_SERVICE";
      case NO_SUCH_ADDRESS -> "set " + key.replaceFirst("port$", "bind") + " to one that it has";
      case OTHER -> "the port is " + key;
    };
  }

  private static @Nullable PortException port(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof PortException port) {
        return port;
      }
    }
    return null;
  }
}
