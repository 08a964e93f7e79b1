package dev.carillon.access;

import dev.carillon.core.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What no longer counts, though its token says that it does. Immutable.
public sealed interface Revocation {

  /// A user, with all that it holds, for as long as the revocation lasts.
  record User(String id) implements Revocation {
    /// @throws IllegalArgumentException if the id is empty, or longer than 512 characters
    public User {
      requireId(id);
    }
  }

  /// A session: all principals that name it (`sid`, see [Principal#sessionId()]).
  record Session(String id) implements Revocation {
    /// @throws IllegalArgumentException if the id is empty, or longer than 512 characters
    public Session {
      requireId(id);
    }
  }

  /// One token, by its id (`jti`, RFC 7519 §4.1.7).
  record Token(String id) implements Revocation {
    /// @throws IllegalArgumentException if the id is empty, or longer than 512 characters
    public Token {
      requireId(id);
    }
  }

  /// All tokens that were issued before a time (`iat`, RFC 7519 §4.1.6), of one user or of everybody. A token
  /// that does not say when it was issued was issued before. Tokens count whole seconds, so one that was
  /// issued later in the same second counts as issued before, too: its user signs in once more.
  ///
  /// @param user whose tokens; `null`: everybody's
  record IssuedBefore(Instant time, @Nullable String user) implements Revocation {
    /// @throws IllegalArgumentException if the user's id is empty, or longer than 512 characters
    public IssuedBefore {
      if (user != null) {
        requireId(user);
      }
    }
  }

  private static void requireId(String id) {
    if (id.isEmpty() || id.length() > 512) {
      throw new IllegalArgumentException("an id has 1 to 512 characters");
    }
  }

  /// Returns whether it means somebody.
  default boolean means(Principal principal) {
    return switch (this) {
      case User user -> user.id().equals(principal.id());
      case Session session -> session.id().equals(principal.sessionId());
      case Token token -> token.id().equals(principal.tokenId());
      case IssuedBefore(Instant time, String user) -> {
        Instant issued = principal.issuedAt();
        yield (user == null || user.equals(principal.id()))
            && (issued == null || issued.isBefore(time));
      }
    };
  }
}
