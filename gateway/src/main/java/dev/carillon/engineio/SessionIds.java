package dev.carillon.engineio;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// Makes ids that nobody can guess: 15 random bytes as 20 characters of URL-safe base64.
///
/// 120 random bits never meet twice in practice, so no counter is mixed in.
public final class SessionIds {
  private static final int BYTES = 15;

  private SessionIds() {}

  /// Returns a new id. Safe for any thread if `random` is.
  public static String next(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
