package dev.carillon.server.cli;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.config.Configuration;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds the ports of a configuration that are in use already, for a demo that is to run all the same.
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
          if (!set.contains(key) && isTaken(port)) {
            taken.put(port, key);
          }
        });
    return taken;
  }

  /// Returns whether somebody listens on a port.
  static boolean isTaken(int port) {
    try (var probe = new ServerSocket(port)) {
      return !probe.isBound();
    } catch (IOException _) {
      return true;
    }
  }
}
