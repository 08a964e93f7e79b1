package dev.carillon.publisher.eclipse;

import dev.carillon.publisher.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Mints the tokens with which somebody enters a chat: signed with HS256, for one user and one chat.
///
/// Whoever asks for one must have been let into the chat by then: the token is all that is looked at later. Safe for
/// any thread.
public final class ChatTokens {
  /// How long a token is good for.
  public static final Duration LIFETIME = Duration.ofHours(2);

  private static final byte[] HEADER =
      "{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_LENGTH = 9;

  private final SecretKeySpec key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /// @param secret which the web app has in common with the gateway: `JWT_SECRET`
  /// @throws IllegalArgumentException if it is empty, or still what examples have in its place
  public ChatTokens(String secret, Clock clock) {
    if (secret.isBlank() || secret.equals("your-jwt-secret-here")) {
      throw new IllegalArgumentException("a secret is needed");
    }
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  /// Returns a token for somebody who is logged in.
  public String mint(String userId, String chatId) {
    return mint(userId, chatId, true);
  }

  /// Returns a token for somebody who is not logged in.
  ///
  /// @param userId from [#newVisitor()]; the same for each token of a visit, so that it stays one person
  public String mintForVisitor(String userId, String chatId) {
    return mint(userId, chatId, false);
  }

  /// Returns an id for somebody who is not logged in, which nobody else has.
  public String newVisitor() {
    var id = new StringBuilder("anon_").append(clock.millis()).append('_');
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      id.append(BASE36.charAt(random.nextInt(BASE36.length())));
    }
    return id.toString();
  }

  private String mint(String userId, String chatId, boolean authenticated) {
    if (userId.isEmpty() || chatId.isEmpty()) {
      throw new IllegalArgumentException("a token names a user and a chat");
    }
    long now = clock.instant().getEpochSecond();
    var claims =
        new JsonObject()
            .put("userId", userId)
            .put("chatId", chatId)
            .put("isAuthenticated", authenticated)
            .put("iat", now)
            .put("exp", now + LIFETIME.toSeconds());
    String signed = BASE64.encodeToString(HEADER) + "." + BASE64.encodeToString(claims.bytes());
    return signed + "." + BASE64.encodeToString(sign(signed));
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
