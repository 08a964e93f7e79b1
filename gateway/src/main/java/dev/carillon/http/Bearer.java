package dev.carillon.http;

import org.jspecify.annotations.Nullable;

/// The credentials of a request that shows a bearer token: `Authorization: Bearer …` (RFC 6750 §2.1).
public final class Bearer {
  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /// Returns the token; `null` if there is none. The scheme is the same in capitals and small letters (RFC
  /// 9110 §11.1).
  ///
  /// @param authorization the value of the header; `null` if there is none
  public static @Nullable String token(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = authorization.substring(SCHEME.length()).strip();
    return token.isEmpty() ? null : token;
  }

  /// Returns the value of the header for a token.
  public static String header(String token) {
    return SCHEME + token;
  }
}
