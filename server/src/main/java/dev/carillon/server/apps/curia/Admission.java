package dev.carillon.server.apps.curia;

import dev.carillon.access.Revocations;
import dev.carillon.auth.Authenticator;
import dev.carillon.auth.JwksKeys;
import dev.carillon.auth.JwksSettings;
import dev.carillon.auth.JwtAuthenticator;
import dev.carillon.auth.JwtSettings;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.PrincipalNames;
import dev.carillon.auth.TokenException;
import dev.carillon.auth.TokenKeys;
import dev.carillon.core.Clock;
import dev.carillon.http.Bearer;
import dev.carillon.socketio.ConnectionRefused;
import dev.carillon.socketio.Handshake;
import dev.carillon.socketio.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Tells by its token who enters, and puts it into the rooms that it is in from the start. Immutable, safe for
/// any thread; blocks, as it is looked up whether a token was revoked.
///
/// The token is the member `token` of what the client sends to enter, or else stands in the header
/// `Authorization`. A refusal is final for the client, which does not come back by itself: it is used for
/// tokens, and for nothing that passes.
final class Admission implements AutoCloseable {
  private static final int LONGEST_TOKEN = 16 * 1024;

  private final @Nullable Authenticator authenticator;
  private final @Nullable JwksKeys fetched;

  /// @param revocations whose word counts for longer than a token's
  Admission(CuriaSettings settings, Revocations revocations, Clock clock) {
    this.fetched =
        settings.jwksUrl == null
            ? null
            : new JwksKeys(CuriaApp.NAME, JwksSettings.at(settings.jwksUrl), clock);
    TokenKeys keys = keys(settings);
    if (keys == null) {
      this.authenticator = null;
      return;
    }
    JwtSettings required =
        JwtSettings.defaults()
            .with(to -> {
              to.maxLength = LONGEST_TOKEN;
              to.issuers = oneOrNone(settings.jwtIssuer);
              to.audiences = oneOrNone(settings.jwtAudience);
              to.skew = settings.jwtSkew;
            });
    var verifier = new JwtVerifier(keys, required, clock);
    this.authenticator =
        revocations.guarding(new JwtAuthenticator(verifier, PrincipalNames.DEFAULT));
  }

  private @Nullable TokenKeys keys(CuriaSettings settings) {
    if (settings.jwtSecret != null) {
      return TokenKeys.secret(settings.jwtSecret.bytes());
    }
    return settings.publicKeys == null ? fetched : settings.publicKeys;
  }

  private static Set<String> oneOrNone(@Nullable String value) {
    return value == null ? Set.of() : Set.of(value);
  }

  /// Lets a client in.
  void admit(Socket socket) throws ConnectionRefused {
    JsonNode shown = token(socket.handshake());
    if (shown == null) {
      throw new ConnectionRefused("Authentication token required");
    }
    if (authenticator == null) {
      throw new ConnectionRefused("Server configuration error");
    }
    User user = user(shown);
    if (user == null) {
      throw new ConnectionRefused("Authentication failed");
    }
    socket.identify(user.principal());
    socket.join(rooms(user).toArray(String[]::new));
  }

  /// Returns whether anybody can be let in: without a secret nobody is.
  boolean isPossible() {
    return authenticator != null;
  }

  /// Returns who shows a token, or `null` if it is not accepted.
  @Nullable User user(String token) {
    return user(StringNode.valueOf(token));
  }

  /// Returns who shows a token, or `null` if it is not accepted.
  @Nullable User user(JsonNode token) {
    if (authenticator == null || !token.isString()) {
      return null;
    }
    try {
      return User.of(authenticator.authenticate(token.stringValue()));
    } catch (TokenException _) {
      return null; // why is nobody's business but the owner's of the key
    }
  }

  /// What JavaScript takes for nothing is no token.
  private static @Nullable JsonNode token(Handshake handshake) {
    JsonNode shown = handshake.auth().path("token");
    boolean isNothing =
        shown.isMissingNode()
            || shown.isNull()
            || (shown.isString() && shown.stringValue().isEmpty())
            || (shown.isBoolean() && !shown.booleanValue())
            || (shown.isNumber() && shown.decimalValue().signum() == 0);
    if (!isNothing) {
      return shown;
    }
    String header = Bearer.token(handshake.headers().get("authorization"));
    return header == null ? null : StringNode.valueOf(header);
  }

  /// Returns the rooms that a user is in from the start. Those of its roles are beside those of the replaced
  /// server: through them an event of a board reaches whoever may see it.
  static List<String> rooms(User user) {
    var rooms = new ArrayList<String>();
    rooms.add(RoomNames.user(user.id()));
    String community = user.community();
    if (community != null) {
      rooms.add(RoomNames.community(community));
      if (user.admin()) {
        rooms.add(RoomNames.admins(community));
      }
      user.roles().forEach(role -> rooms.add(RoomNames.role(community, role)));
    }
    return rooms;
  }

  @Override
  public void close() {
    if (fetched != null) {
      fetched.close();
    }
  }
}
