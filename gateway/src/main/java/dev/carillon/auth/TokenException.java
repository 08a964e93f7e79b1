package dev.carillon.auth;

/// A token is not accepted. The text says why, and holds nothing of the token.
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  TokenException(Reason reason) {
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
    NOT_YET_VALID("the token is not yet valid");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}
