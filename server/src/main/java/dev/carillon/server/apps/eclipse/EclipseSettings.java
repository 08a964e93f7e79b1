package dev.carillon.server.apps.eclipse;

import dev.carillon.channels.ChannelsSettings;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// What can be set about Eclipse's chat. Immutable.
public final class EclipseSettings extends Settings {
  /// What the example file of the replaced server holds: known to everybody.
  private static final Set<String> PLACEHOLDERS =
      Set.of("your-jwt-secret-here", "your-internal-api-secret-here");

  private static final String WHICH = "the secret that the web app has";

  final int port = about("The port for clients.").port("port", "8080");
  final String bind = about("The address for clients.").bind("bind", "0.0.0.0");
  final Set<String> allowedOrigins =
      about("The web origins that may connect.").origins("allowed-origins", "*");
  final Secret jwtSecret =
      about("The secret that the web app signs tokens with; required.")
          .required("jwt-secret", WHICH);
  final URI apiUrl = about("Where the web app is.").httpUrl("api-url", "http://localhost:3000");
  final Secret apiSecret =
      about("What shows the web app that a call comes from the gateway; required.")
          .required("api-secret", WHICH);
  final Duration apiTimeout =
      about("How long a call to the web app may take, and how long one may wait for its turn.")
          .span("api-timeout", "100ms", "5m", "10s");
  final int apiConcurrency =
      about("How many calls to the web app run at once.").whole("api-concurrency", 1, 10_000, "64");
  final Duration patience =
      about("How long a client is held while the broker is not ready, before it has to try again.")
          .span("patience", "0s", "5m", "10s");
  final boolean roleRules =
      about("Whether clients that are not logged in may speak as USER only.")
          .flag("role-rules", "true");
  final boolean closeOnExpiry =
      about("Whether a connection ends with its token.").flag("close-on-expiry", "true");
  final boolean healthDetails =
      about("Whether the health page lists chats and memory.").flag("health-details", "true");
  final int maxMessage =
      about("The longest message taken from the broker.")
          .bytes("max-message", "1KiB", "64MiB", "1MiB");
  final int maxPayload =
      about("The largest message from a client.").bytes("max-payload", "1KiB", "64MiB", "64KiB");
  final int maxConnections =
      about("How many connections there may be.").whole("max-connections", 1, 10_000_000, "20000");
  final int maxConnectionsPerChat =
      about("How many connections one chat may have on this node; 0: no limit.")
          .whole("max-connections-per-chat", 0, 1_000_000, "0");
  final Duration pingInterval =
      about("Time between pings.").span("ping-interval", "100ms", "1h", "30s");
  final Duration pingTimeout =
      about("How long a client may take to answer a ping.")
          .span("ping-timeout", "100ms", "1h", "30s");
  final int maxOutbound =
      about("What may wait to be written to one connection before it is closed as too slow.")
          .bytes("max-outbound", "64KiB", "1GiB", "4MiB");

  /// Refuses secrets that everybody knows.
  EclipseSettings(Values values) {
    super(values);
    refusePlaceholder("jwt-secret", jwtSecret);
    refusePlaceholder("api-secret", apiSecret);
  }

  private void refusePlaceholder(String name, Secret secret) {
    if (PLACEHOLDERS.contains(secret.value())) {
      problem(
          name, "the placeholder of an example", WHICH + ", here or in " + full(name) + "-file");
    }
  }

  /// Returns how the endpoint behaves.
  ChannelsSettings channels() {
    return EclipseApp.channels()
        .with(to -> {
          to.origins = OriginPolicy.of(allowedOrigins);
          to.pingInterval = pingInterval;
          to.pongTimeout = pingTimeout;
          to.maxMessage = maxPayload;
          to.maxConnections = maxConnections;
          to.maxOutbound = maxOutbound;
        });
  }
}
