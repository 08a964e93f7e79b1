package dev.carillon.server.matrix;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// SHA-256 over parts, as text that is safe in keys and URLs.
final class Digest {
  private Digest() {}

  static String of(byte[]... parts) {
    MessageDigest sha = sha256();
    for (byte[] part : parts) {
      // The length goes in first, so that moving a byte from one part to the next shows.
      sha.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha.update(part);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest());
  }

  static String of(String... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return of(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
