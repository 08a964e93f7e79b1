package dev.carillon.server.cli;

import dev.carillon.net.PortException;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.config.Configuration;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tries the ports of a configuration: which are in use already, and why another cannot be had.
final class FreePorts {
  private FreePorts() {}

  /// Returns the ports that somebody else listens on, and their keys, but for those that the user has set: those
  /// are meant.
  static Map<Integer, String> taken(ServerConfig config) {
    Set<String> set =
        config.lines().stream()
            .filter(line -> !line.origin().isEmpty())
            .map(Configuration.Line::key)
            .collect(Collectors.toSet());
    var taken = new TreeMap<Integer, String>();
    config
        .ports()
        .forEach((port, key) -> {
          if (!set.contains(key) && isTaken(failure(port))) {
            taken.put(port, key);
          }
        });
    return taken;
  }

  private static boolean isTaken(@Nullable PortException failure) {
    return failure != null && failure.reason() == PortException.Reason.TAKEN;
  }

  /// Returns why a port cannot be listened on; `null`: it can.
  static @Nullable PortException failure(int port) {
    try {
      new ServerSocket(port).close();
      return null;
    } catch (IOException e) {
      return new PortException("0.0.0.0", port, e);
    }
  }
}
