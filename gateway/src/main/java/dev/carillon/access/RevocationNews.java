package dev.carillon.access;

import dev.carillon.core.NumericDate;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A revocation as it is published, by nodes and by backends. Immutable.
///
/// As JSON one of `{"user":"u-1"}`, `{"session":"s-1"}`, `{"token":"t-1"}`, `{"issuedBefore":1750000000}` and
/// `{"issuedBefore":1750000000,"user":"u-1"}`, the time in seconds since 1970, fractions allowed; and with it
/// `"for"`, how many seconds it lasts. A node that has put it into the store adds `"kept":true`.
///
/// @param lifetime how long it lasts; `null`: as long as is set
/// @param kept whether it is in the store already
record RevocationNews(Revocation revocation, @Nullable Duration lifetime, boolean kept) {
  private static final StrictJson JSON = new StrictJson(8 * 1024, 8);
  private static final long LONGEST_SECONDS = Duration.ofDays(3660).toSeconds();

  byte[] encode() {
    return StrictJson.write(json -> {
      json.writeStartObject();
      switch (revocation) {
        case Revocation.User user -> json.writeStringProperty("user", user.id());
        case Revocation.Session session -> json.writeStringProperty("session", session.id());
        case Revocation.Token token -> json.writeStringProperty("token", token.id());
        case Revocation.IssuedBefore before -> {
          json.writeNumberProperty("issuedBefore", before.time().toEpochMilli() / 1000.0);
          if (before.user() != null) {
            json.writeStringProperty("user", before.user());
          }
        }
      }
      if (lifetime != null) {
        json.writeNumberProperty("for", lifetime.toMillis() / 1000.0);
      }
      if (kept) {
        json.writeBooleanProperty("kept", true);
      }
      json.writeEndObject();
    });
  }

  /// @throws BadJson if it is no revocation
  static RevocationNews decode(byte[] message) throws BadJson {
    return JSON.read(message, RevocationNews::read);
  }

  private static RevocationNews read(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    String user = null;
    String session = null;
    String token = null;
    Instant before = null;
    Duration lifetime = null;
    boolean kept = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "user" -> user = id(parser);
        case "session" -> session = id(parser);
        case "token" -> token = id(parser);
        case "issuedBefore" -> before = NumericDate.instant(number(parser));
        case "for" -> lifetime = span(number(parser));
        case "kept" -> kept = value == JsonToken.VALUE_TRUE;
        default -> parser.skipChildren();
      }
    }
    return new RevocationNews(revocation(user, session, token, before), lifetime, kept);
  }

  /// One thing at a time: who names two means one of them, and nobody knows which.
  private static Revocation revocation(
      @Nullable String user,
      @Nullable String session,
      @Nullable String token,
      @Nullable Instant before)
      throws BadJson {
    if (session == null && token == null) {
      if (before != null) {
        return new Revocation.IssuedBefore(before, user);
      }
      if (user != null) {
        return new Revocation.User(user);
      }
    } else if (user == null && before == null) {
      if (token == null && session != null) {
        return new Revocation.Session(session);
      }
      if (session == null && token != null) {
        return new Revocation.Token(token);
      }
    }
    throw new BadJson("not-one-revocation");
  }

  private static String id(JsonParser parser) throws BadJson {
    String id = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    if (id.isEmpty() || id.length() > 512) {
      throw new BadJson("id");
    }
    return id;
  }

  private static Double number(JsonParser parser) throws BadJson {
    if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
      throw new BadJson("number");
    }
    return Double.valueOf(parser.getString());
  }

  private static Duration span(Double seconds) throws BadJson {
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new BadJson("for");
    }
    return Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }
}
