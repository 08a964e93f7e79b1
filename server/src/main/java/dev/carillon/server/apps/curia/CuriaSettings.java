package dev.carillon.server.apps.curia;

import dev.carillon.access.UserRateLimit;
import dev.carillon.auth.TokenKeys;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Type;
import dev.carillon.server.config.Values;
import dev.carillon.socketio.SocketIoSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What can be set about Curia. Immutable.
public final class CuriaSettings extends Settings {
  private static final Type<String> CHANNEL =
      Type.text("the name of a channel, without blanks", Pattern.compile("[\\x21-\\x7e]{1,200}"));

  private static final Type<String> WORD =
      Type.text("a text without blanks", Pattern.compile("[\\x21-\\x7e]{1,200}"));

  final int port = about("The port for browsers.").port("port", "3001");
  final String bind = about("The address for browsers.").bind("bind", "0.0.0.0");
  final String path = about("The Socket.IO path.").path("path", "/socket.io/");
  final Set<String> allowedOrigins =
      about("The web origins that may connect; not set: no other origin than the gateway's own.")
          .origins("allowed-origins", null);
  final @Nullable Secret jwtSecret =
      about("The secret that the web app signs tokens with; without it every client is refused.")
          .secret("jwt-secret");
  final @Nullable Path jwtKeys =
      about("A PEM file with the public keys of whoever issues tokens, in place of a secret.")
          .pem("jwt-keys");
  final @Nullable URI jwksUrl =
      about("Where such keys are fetched as a JWKS, and again as they change.").httpUrl("jwks-url");
  final @Nullable String jwtIssuer =
      about("Who must have issued a token (`iss`); not set: whoever has the secret.")
          .optional("jwt-issuer", WORD);
  final @Nullable String jwtAudience =
      about("Whom a token must be meant for (`aud`); not set: anybody.")
          .optional("jwt-audience", WORD);
  final Duration jwtSkew =
      about("By how much the clock of the web app may differ.").span("jwt-skew", "0s", "5m", "0s");
  final Duration tokenWarning =
      about("How long before its token ends a connection is told; 0: not at all.")
          .span("token-warning", "0s", "1h", "1m");

  final String eventsChannel =
      about("The channel on which the web app publishes events.")
          .value("events-channel", CHANNEL, "curia:events");
  final boolean strict =
      about(
              "Whether events of boards with roles reach only those who may see them; `false` is what the"
                  + " replaced server does.")
          .flag("strict", "true");
  final Set<Feature> features =
      about("What is live in a community whose record does not say otherwise.")
          .choices("features", Feature.class, "votes,comments,presence,typing,notifications");
  final Duration voteWindow =
      about("How long votes for one post wait for later ones, which replace them; 0: not at all.")
          .span("vote-window", "0s", "10s", "100ms");
  final int maxMessage =
      about("The longest message taken from the broker.")
          .bytes("max-message", "1KiB", "64MiB", "1MiB");

  final @Nullable URI lookupUrl =
      about(
              "Where boards and communities are asked for by HTTP; not set: they are read from the"
                  + " store.")
          .httpUrl("lookup-url");
  final @Nullable Secret lookupSecret =
      about("What such a question shows as `Authorization: Bearer`; not set: nothing.")
          .secret("lookup-secret");
  final Duration lookupTimeout =
      about("How long such a question may take.").span("lookup-timeout", "100ms", "1m", "2s");
  final int lookupConcurrency =
      about("How many such questions run at once.").whole("lookup-concurrency", 1, 10_000, "16");
  final Duration lookupCache =
      about("How long what is known of a board or a community counts.")
          .span("lookup-cache", "0s", "1h", "30s");

  final int rateLimit =
      about("How often a user may do the same within the window, over all nodes.")
          .whole("rate-limit", 1, 1_000_000, "10");
  final Duration rateWindow =
      about("The window of the rate limit.").span("rate-window", "1s", "1h", "1m");
  final UserRateLimit.StoreAway rateLimitAway =
      about("What the rate limit does while the store does not answer.")
          .choice("rate-limit-away", UserRateLimit.StoreAway.class, "local");
  final int connectionLimit =
      about("How many events one connection may send at once, and again within ten seconds.")
          .whole("connection-limit", 1, 1_000_000, "100");
  final int maxBoards =
      about("How many boards one connection may look at.").whole("max-boards", 1, 10_000, "100");
  final Duration grace =
      about("How long a user whose last connection was lost is still online.")
          .span("grace", "0s", "1m", "5s");

  final boolean userKeys =
      about(
              "Whether who is online, and at which boards, is written into the store for the web app.")
          .flag("user-keys", "true");
  final Duration presenceWindow =
      about("How often the members of a community are told at most who came and went.")
          .span("presence-window", "1ms", "10s", "500ms");
  final @Nullable URI presenceUrl =
      about("Where the web app is told by HTTP who is online; not set: nowhere.")
          .httpUrl("presence-url");
  final @Nullable Secret presenceSecret =
      about("The secret that such reports are signed with; required with `presence-url`.")
          .secret("presence-secret");
  final @Nullable String presenceChannel =
      about("The channel on which the web app is told who is online; not set: none.")
          .optional("presence-channel", CHANNEL);

  final Duration patience =
      about("How long a client is held while the broker is not ready, before it has to try again.")
          .span("patience", "0s", "5m", "20s");
  final int maxPayload =
      about("The largest message from a client.").bytes("max-payload", "1KiB", "64MiB", "1000000");
  final Duration pingInterval =
      about("Time between pings.").span("ping-interval", "100ms", "1h", "25s");
  final Duration pingTimeout =
      about("How long a client may take to answer a ping.")
          .span("ping-timeout", "100ms", "1h", "20s");
  final Duration connectTimeout =
      about("How long a client may take to enter.").span("connect-timeout", "100ms", "1h", "45s");
  final int maxOutbound =
      about("What may wait to be written to one connection before it is closed as too slow.")
          .bytes("max-outbound", "64KiB", "1GiB", "4MiB");

  /// What is in the file of [#jwtKeys].
  final @Nullable TokenKeys publicKeys;

  CuriaSettings(Values values) {
    super(values);
    publicKeys = jwtKeys == null ? null : read(jwtKeys);
    if (Stream.of(jwtSecret, jwtKeys, jwksUrl).filter(Objects::nonNull).count() > 1) {
      problem(
          jwtKeys == null ? "jwks-url" : "jwt-keys",
          "set together with another source of keys",
          "one of jwt-secret, jwt-keys and jwks-url");
    }
    if (presenceUrl != null && presenceSecret == null) {
      problem("presence-secret", "not set", "a secret, as " + full("presence-url") + " is set");
    }
  }

  private @Nullable TokenKeys read(Path file) {
    try {
      return TokenKeys.pem(Files.readString(file));
    } catch (IOException _) {
      problem("jwt-keys", "not a text that can be read", "a PEM file with public keys");
    } catch (IllegalArgumentException e) {
      problem("jwt-keys", String.valueOf(e.getMessage()), "a PEM file with public keys");
    }
    return null;
  }

  /// Returns how the Socket.IO endpoint behaves: without recovery, as each node sends to its own clients and
  /// what somebody may hear can change while it is away.
  SocketIoSettings socketIo() {
    return SocketIoSettings.defaults()
        .with(endpoint -> {
          endpoint.cluster = false;
          endpoint.recovery = null;
          endpoint.patience = patience;
          endpoint.connectTimeout = connectTimeout;
          endpoint.engine =
              endpoint.engine.with(engine -> {
                engine.path = path;
                engine.pingInterval = pingInterval;
                engine.pingTimeout = pingTimeout;
                engine.maxPayload = maxPayload;
                engine.maxOutbound = maxOutbound;
                engine.origins = OriginPolicy.of(allowedOrigins);
              });
        });
  }
}
