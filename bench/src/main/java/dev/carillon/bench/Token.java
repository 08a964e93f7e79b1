package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A JSON Web Token signed with HS256 (RFC 7515).
final class Token {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Token() {}

  /// @param claims as JSON
  static String of(String claims, String secret) {
    String text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256"));
      return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new BenchException("this Java cannot sign tokens", e);
    }
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(US_ASCII));
  }
}
