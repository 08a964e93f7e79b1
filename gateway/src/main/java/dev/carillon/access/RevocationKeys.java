package dev.carillon.access;

import dev.carillon.core.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How revocations lie in the store: a key for each, which expires with it. Immutable.
///
/// | Key behind the prefix | Value |
/// |---|---|
/// | `user:ID`, `session:ID`, `token:ID` | when it ends |
/// | `before:`, `before:ID` | when it ends, a comma, and the time before which tokens were issued |
///
/// Times are milliseconds since 1970.
final class RevocationKeys {
  private final String prefix;

  RevocationKeys(String app) {
    this.prefix = "carillon:revoked:" + app + ":";
  }

  /// A revocation and its end. Immutable.
  record Kept(Revocation revocation, Instant until) {

    /// Returns what is to be kept of two for the same key: what revokes more, for longer.
    Kept and(Kept other) {
      Instant later = until.isAfter(other.until) ? until : other.until;
      boolean isStronger =
          revocation instanceof Revocation.IssuedBefore a
              && other.revocation instanceof Revocation.IssuedBefore b
              && a.time().isAfter(b.time());
      return new Kept(isStronger ? revocation : other.revocation, later);
    }

    String value() {
      long end = until.toEpochMilli();
      return revocation instanceof Revocation.IssuedBefore before
          ? end + "," + before.time().toEpochMilli()
          : Long.toString(end);
    }
  }

  String key(Revocation revocation) {
    return prefix
        + switch (revocation) {
          case Revocation.User user -> "user:" + user.id();
          case Revocation.Session session -> "session:" + session.id();
          case Revocation.Token token -> "token:" + token.id();
          case Revocation.IssuedBefore before ->
              "before:" + (before.user() == null ? "" : before.user());
        };
  }

  /// Returns the keys of all revocations that may mean somebody.
  List<String> keys(Principal principal) {
    var keys = new ArrayList<String>(5);
    keys.add(prefix + "user:" + principal.id());
    keys.add(prefix + "before:");
    keys.add(prefix + "before:" + principal.id());
    if (principal.sessionId() != null) {
      keys.add(prefix + "session:" + principal.sessionId());
    }
    if (principal.tokenId() != null) {
      keys.add(prefix + "token:" + principal.tokenId());
    }
    return keys;
  }

  /// Returns the revocation among those found in the store that means somebody, or `null`.
  @Nullable Kept find(Principal principal, Map<String, String> found) {
    for (String key : keys(principal)) {
      String value = found.get(key);
      Kept kept = value == null ? null : read(key, value);
      if (kept != null && kept.revocation.means(principal)) {
        return kept;
      }
    }
    return null;
  }

  /// Returns what a key holds, or `null` if it is none of ours.
  @Nullable Kept read(String key, String value) {
    String name = key.substring(prefix.length());
    int colon = name.indexOf(':');
    int comma = value.indexOf(',');
    String id = name.substring(colon + 1);
    try {
      Instant until = instant(comma < 0 ? value : value.substring(0, comma));
      Revocation revocation =
          switch (name.substring(0, colon)) {
            case "user" -> new Revocation.User(id);
            case "session" -> new Revocation.Session(id);
            case "token" -> new Revocation.Token(id);
            default ->
                new Revocation.IssuedBefore(
                    instant(value.substring(comma + 1)), id.isEmpty() ? null : id);
          };
      return new Kept(revocation, until);
    } catch (IllegalArgumentException | DateTimeException _) {
      return null;
    }
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
