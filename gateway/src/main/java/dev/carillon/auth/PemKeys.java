package dev.carillon.auth;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads public keys from PEM (RFC 7468).
final class PemKeys {
  private static final int MOST_KEYS = 16;
  private static final int LONGEST_TEXT = 256 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

  /// A SubjectPublicKeyInfo names the kind of its key by an object identifier; the JDK wants to be told.
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /// What stands in a SubjectPublicKeyInfo before the key of PKCS #1: rsaEncryption, no parameters
  /// (RFC 3279 §2.3.1).
  private static final byte[] RSA_IDENTIFIER =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private PemKeys() {}

  /// @throws IllegalArgumentException as [TokenKeys#pem] says
  static List<TokenKey> read(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("more than 256 KiB of PEM");
    }
    var keys = new ArrayList<TokenKey>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String label = blocks.group(1);
      if (label.endsWith("PRIVATE KEY")) {
        throw new IllegalArgumentException("a private key where public keys are expected");
      }
      if (label.endsWith("PUBLIC KEY") || label.equals("CERTIFICATE")) {
        keys.add(TokenKey.of(key(label, blocks.group(2)), null, null));
      }
    }
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException("1 to 16 public keys in PEM, not " + keys.size());
    }
    return keys;
  }

  private static PublicKey key(String label, String body) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      return switch (label) {
        case "CERTIFICATE" ->
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
        case "RSA PUBLIC KEY" -> key(wrapped(der));
        case "PUBLIC KEY" -> key(der);
        default -> throw new IllegalArgumentException();
      };
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // Their texts may quote what they read.
      throw new IllegalArgumentException("a key in PEM that cannot be read");
    }
  }

  private static PublicKey key(byte[] info) throws GeneralSecurityException {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(info));
      } catch (InvalidKeySpecException _) {
        // Of another kind, maybe.
      }
    }
    throw new InvalidKeySpecException();
  }

  /// Returns the SubjectPublicKeyInfo of a key of PKCS #1: a sequence of identifier and bit string.
  private static byte[] wrapped(byte[] key) {
    byte[] bits =
        new byte[key.length + 1]; // the first byte says that all bits of the last are used
    System.arraycopy(key, 0, bits, 1, key.length);
    byte[] string = element(0x03, bits);
    var content = new ByteArrayOutputStream();
    content.writeBytes(RSA_IDENTIFIER);
    content.writeBytes(string);
    return element(0x30, content.toByteArray());
  }

  /// An element of DER (X.690 §10.1), with two bytes for the length.
  private static byte[] element(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
