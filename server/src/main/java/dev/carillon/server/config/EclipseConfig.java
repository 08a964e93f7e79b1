package dev.carillon.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// The `eclipse` app. Immutable; sizes are bytes.
///
/// @param port the port; 0 takes a free one
/// @param bind the address
/// @param allowedOrigins the web origins that may connect; `*` is every origin
/// @param jwtSecret the secret that the web app signs tokens with
/// @param apiUrl where the web app is, without a slash at its end
/// @param apiSecret what shows the web app that a call comes from here
/// @param apiTimeout how long a call to the web app may take
/// @param apiConcurrency how many calls to the web app run at once
/// @param patience how long a client is held while the broker is not ready
/// @param roleRules whether those whom the web app does not know may speak as users only
/// @param closeOnExpiry whether a connection ends with its token
/// @param healthDetails whether the health page lists chats and memory
/// @param maxMessage the longest message taken from the broker
/// @param maxPayload the largest message from a client
/// @param maxConnections how many connections there may be
/// @param maxConnectionsPerChat how many of them may be in one chat; 0: no limit
/// @param pingInterval time between pings
/// @param pingTimeout how long a client may take to answer one
/// @param maxOutbound what may wait to be written to one connection
public record EclipseConfig(
    int port,
    String bind,
    Set<String> allowedOrigins,
    Secret jwtSecret,
    URI apiUrl,
    Secret apiSecret,
    Duration apiTimeout,
    int apiConcurrency,
    Duration patience,
    boolean roleRules,
    boolean closeOnExpiry,
    boolean healthDetails,
    int maxMessage,
    int maxPayload,
    int maxConnections,
    int maxConnectionsPerChat,
    Duration pingInterval,
    Duration pingTimeout,
    int maxOutbound) {

  /// What the example file of the replaced server holds: known to everybody.
  private static final Set<String> PLACEHOLDERS =
      Set.of("your-jwt-secret-here", "your-internal-api-secret-here");

  /// Stands in after a problem, so that reading goes on; nothing is started then.
  private static final Secret NONE = new Secret("");

  /// @param served whether the app is to be served: then it needs its secrets
  static EclipseConfig read(Values values, boolean served) {
    return new EclipseConfig(
        values.get(EclipseKeys.PORT),
        values.get(EclipseKeys.BIND),
        values.get(EclipseKeys.ORIGINS),
        secret(EclipseKeys.JWT_SECRET, values, served),
        values.get(EclipseKeys.API_URL),
        secret(EclipseKeys.API_SECRET, values, served),
        values.get(EclipseKeys.API_TIMEOUT),
        values.get(EclipseKeys.API_CONCURRENCY),
        values.get(EclipseKeys.PATIENCE),
        values.get(EclipseKeys.ROLE_RULES),
        values.get(EclipseKeys.CLOSE_ON_EXPIRY),
        values.get(EclipseKeys.HEALTH_DETAILS),
        Math.toIntExact(values.get(EclipseKeys.MAX_MESSAGE)),
        Math.toIntExact(values.get(EclipseKeys.MAX_PAYLOAD)),
        values.get(EclipseKeys.MAX_CONNECTIONS),
        values.get(EclipseKeys.MAX_CONNECTIONS_PER_CHAT),
        values.get(EclipseKeys.PING_INTERVAL),
        values.get(EclipseKeys.PING_TIMEOUT),
        Math.toIntExact(values.get(EclipseKeys.MAX_OUTBOUND)));
  }

  private static Secret secret(Key<Secret> key, Values values, boolean served) {
    Secret secret = values.secret(key);
    String allowed = "the secret that the web app has, here or in " + key.name() + Key.FILE;
    if (secret == null) {
      // One that is set and cannot be read is a problem already.
      if (served && values.text(key.name() + Key.FILE) == null) {
        values.problem(key.name(), "not set", allowed);
      }
      return NONE;
    }
    if (PLACEHOLDERS.contains(secret.value())) {
      values.problem(key.name(), "the placeholder of an example", allowed);
    }
    return secret;
  }
}
