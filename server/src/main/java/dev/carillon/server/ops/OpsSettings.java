package dev.carillon.server.ops;

import org.jspecify.annotations.Nullable;

/// What can be set about the ops port. Immutable.
///
/// @param bind the address to listen on
/// @param port the port to listen on; 0 takes a free one
/// @param key the bearer key of the publish API; `null` is for loopback only
/// @param maxPublish the largest publish request, in bytes
public record OpsSettings(String bind, int port, @Nullable String key, int maxPublish) {

  /// Returns the settings without the key.
  @Override
  public String toString() {
    return "OpsSettings[bind=" + bind + ", port=" + port + ", maxPublish=" + maxPublish + "]";
  }
}
