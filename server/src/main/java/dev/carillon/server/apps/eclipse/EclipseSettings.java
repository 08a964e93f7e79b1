package dev.carillon.server.apps.eclipse;

import java.net.URI;
import java.time.Duration;

/// What can be set about Eclipse's chat. Immutable.
///
/// @param jwtSecret the secret that the web app signs tokens with
/// @param apiUrl where the web app is, without a slash at its end
/// @param apiSecret what shows the web app that a call comes from here
/// @param apiTimeout how long a call to the web app may take, and how long one may wait for its
///     turn
/// @param apiConcurrency how many calls to the web app may run at once
/// @param patience how long a client is held while the broker has not confirmed
/// @param roleRules whether those whom the web app does not know may speak as `USER` only
/// @param closeOnExpiry whether a connection ends with its token
/// @param maxMessageBytes the longest message taken from the broker
/// @param maxConnectionsPerChat how many connections of one chat this node takes; 0: no limit
/// @param healthDetails whether the health page lists chats and memory
public record EclipseSettings(
    String jwtSecret,
    URI apiUrl,
    String apiSecret,
    Duration apiTimeout,
    int apiConcurrency,
    Duration patience,
    boolean roleRules,
    boolean closeOnExpiry,
    int maxMessageBytes,
    int maxConnectionsPerChat,
    boolean healthDetails) {

  /// Checks what the types cannot.
  ///
  /// @throws IllegalArgumentException if a value is out of range
  public EclipseSettings {
    require(!jwtSecret.isEmpty(), "jwt-secret: not empty");
    require(!apiSecret.isEmpty(), "api-secret: not empty");
    require(apiTimeout.isPositive(), "api-timeout: more than 0");
    require(apiConcurrency >= 1, "api-concurrency: at least 1");
    require(!patience.isNegative(), "patience: at least 0");
    require(maxMessageBytes >= 2, "max-message: at least 2");
    require(maxConnectionsPerChat >= 0, "max-connections-per-chat: at least 0");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /// Names no secret.
  @Override
  public String toString() {
    return "EclipseSettings[apiUrl=" + apiUrl + "]";
  }
}
