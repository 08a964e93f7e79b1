package dev.carillon.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.auth.TokenKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs tokens of one algorithm by the JDK alone. Immutable.
///
/// @param key what verifies it, as text: a secret, or a public key in PEM
/// @param signing turns bytes into their signature
record TokenSigner(String algorithm, String key, Signing signing) {
  /// Turns bytes into their signature.
  interface Signing {
    byte[] sign(byte[] text) throws GeneralSecurityException;
  }

  static TokenSigner secret(String algorithm, String secret) {
    String name = "HmacSHA" + algorithm.substring(2);
    return new TokenSigner(
        algorithm,
        secret,
        text -> {
          Mac mac = Mac.getInstance(name);
          mac.init(new SecretKeySpec(secret.getBytes(UTF_8), name));
          return mac.doFinal(text);
        });
  }

  static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  static TokenSigner rsa(String algorithm, KeyPair pair) {
    String bits = algorithm.substring(2);
    return new TokenSigner(
        algorithm,
        pem(pair),
        text -> {
          Signature signature;
          if (algorithm.startsWith("PS")) {
            signature = Signature.getInstance("RSASSA-PSS");
            var hash = new MGF1ParameterSpec("SHA-" + bits);
            signature.setParameter(
                new PSSParameterSpec("SHA-" + bits, "MGF1", hash, Integer.parseInt(bits) / 8, 1));
          } else {
            signature = Signature.getInstance("SHA" + bits + "withRSA");
          }
          return signed(signature, pair, text);
        });
  }

  static TokenSigner ec(String algorithm, String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    String name = "SHA" + algorithm.substring(2) + "withECDSAinP1363Format";
    return new TokenSigner(
        algorithm, pem(pair), text -> signed(Signature.getInstance(name), pair, text));
  }

  private static byte[] signed(Signature signature, KeyPair pair, byte[] text)
      throws GeneralSecurityException {
    signature.initSign(pair.getPrivate());
    signature.update(text);
    return signature.sign();
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  boolean isSecret() {
    return algorithm.startsWith("HS");
  }

  TokenKeys keys() {
    return isSecret() ? TokenKeys.secret(key.getBytes(UTF_8)) : TokenKeys.pem(key);
  }

  String sign(String header, byte[] payload) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String text =
        base64.encodeToString(header.getBytes(UTF_8)) + "." + base64.encodeToString(payload);
    try {
      return text + "." + base64.encodeToString(signing.sign(text.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
