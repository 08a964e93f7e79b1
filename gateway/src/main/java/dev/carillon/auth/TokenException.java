package dev.carillon.auth;

/// A token is not accepted. The text says why, and holds nothing of the token.
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// Makes one for an [Authenticator] of one's own.
  public TokenException(Reason reason) {
    // Strangers decide how often this is thrown, and a stack trace tells nothing that the reason
    // does not.
    super(reason.text, null, false, false);
    this.reason = reason;
  }

  /// Returns why the token is not accepted.
  public Reason reason() {
    return reason;
  }

  /// Why a token is not accepted.
  public enum Reason {
    /// Not a signed token in compact form (RFC 7515 §3.1) whose payload is a set of claims, or too
    /// long.
    MALFORMED("the token is malformed"),
    /// Signed in another way than is allowed, or not at all.
    ALGORITHM("the token's algorithm is not allowed"),
    /// Its header holds what must be understood and is not (`crit`, RFC 7515 §4.1.11).
    CRITICAL("the token's header demands what is not supported"),
    /// Signed with another key, or changed since.
    BAD_SIGNATURE("the token's signature is wrong"),
    /// Its time is over (`exp`, RFC 7519 §4.1.4).
    EXPIRED("the token has expired"),
    /// Its time is still to come (`nbf`, RFC 7519 §4.1.5).
    NOT_YET_VALID("the token is not yet valid"),
    /// Issued by nobody whose tokens count here (`iss`, RFC 7519 §4.1.1).
    ISSUER("the token's issuer is not accepted"),
    /// Meant for others (`aud`, RFC 7519 §4.1.3).
    AUDIENCE("the token is meant for others"),
    /// Signed with a key that is not among those that count (`kid`, RFC 7515 §4.1.4).
    UNKNOWN_KEY("the token's key is not known"),
    /// It does not say who it is about, or not as text or a whole number.
    NOBODY("the token names nobody"),
    /// Nothing is known of it where it was looked up.
    UNKNOWN("the token is not known"),
    /// What is known of it cannot be read.
    UNREADABLE("what is known of the token cannot be read"),
    /// It was called back before its end.
    REVOKED("the token was revoked"),
    /// It cannot be judged at the moment: to come again may help.
    UNAVAILABLE("the token cannot be checked at the moment");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}
