package dev.carillon.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs tokens by the JDK alone, not by the code under test nor by its library.
final class Signed {
  /// Made once, as it takes long.
  private static final KeyPair RSA = newRsa(2048);

  private Signed() {}

  /// A token with a plain header.
  static String token(String algorithm, String payload, PrivateKey key)
      throws GeneralSecurityException {
    return withHeader("{\"alg\":\"" + algorithm + "\"}", algorithm, payload, key);
  }

  /// A token with any header, whatever it is signed with.
  static String withHeader(String header, String algorithm, String payload, PrivateKey key)
      throws GeneralSecurityException {
    String signed = encoded(header.getBytes(UTF_8)) + "." + encoded(payload.getBytes(UTF_8));
    Signature signature = Signature.getInstance(name(algorithm));
    AlgorithmParameterSpec pss = pss(algorithm);
    if (pss != null) {
      signature.setParameter(pss);
    }
    signature.initSign(key);
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + encoded(signature.sign());
  }

  static String hmac(String header, String payload, byte[] secret) throws GeneralSecurityException {
    String signed = encoded(header.getBytes(UTF_8)) + "." + encoded(payload.getBytes(UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8)));
  }

  /// Always the same one, of 2048 bits.
  static KeyPair rsa() {
    return RSA;
  }

  static KeyPair newRsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static KeyPair edwards(String curve) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(curve).generateKeyPair();
  }

  static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static String pem(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String name(String algorithm) {
    String hash = "SHA" + algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> hash + "withRSA";
      case "PS" -> "RSASSA-PSS";
      case "ES" -> hash + "withECDSAinP1363Format";
      default -> algorithm;
    };
  }

  private static @Nullable AlgorithmParameterSpec pss(String algorithm) {
    if (!algorithm.startsWith("PS")) {
      return null;
    }
    String hash = "SHA-" + algorithm.substring(2);
    int salt = Integer.parseInt(algorithm.substring(2)) / 8;
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
  }
}
