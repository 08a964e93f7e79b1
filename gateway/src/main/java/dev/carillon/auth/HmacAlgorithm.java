package dev.carillon.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// The signatures that one shared secret can make (RFC 7518 §3.2). Immutable.
enum HmacAlgorithm {
  HS256("HmacSHA256"),
  HS384("HmacSHA384"),
  HS512("HmacSHA512");

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String mac;

  HmacAlgorithm(String mac) {
    this.mac = mac;
  }

  /// Returns the algorithm of this name in a token's header, or `null` when it is none of these.
  static @Nullable HmacAlgorithm named(@Nullable String name) {
    return switch (name) {
      case "HS256" -> HS256;
      case "HS384" -> HS384;
      case "HS512" -> HS512;
      case null, default -> null;
    };
  }

  /// Returns the signature of a text in the form in which tokens carry it.
  ///
  /// @param signed ASCII
  byte[] sign(SecretKey key, String signed) {
    try {
      Mac hmac = Mac.getInstance(mac);
      hmac.init(key);
      return BASE64URL.encode(hmac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + mac + ", and takes any key", e);
    }
  }
}
