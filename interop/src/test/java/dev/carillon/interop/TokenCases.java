package dev.carillon.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Tokens that are right, nearly right and wrong, from a seed. Confined to one thread.
///
/// Each has a kind. For most kinds two verifiers are to agree; [Kind#stricter()] are those that Carillon refuses
/// on purpose, whatever `jsonwebtoken` says (the table of decision 9).
final class TokenCases {
  /// The moment of judgement, in seconds.
  static final long NOW = 1_700_001_000;

  private static final String HEADER = "{\"alg\":\"%s\",\"typ\":\"JWT\"}";
  private static final String CLAIMS = "{\"sub\":\"u-1\",\"exp\":1700008200,\"iat\":1700001000}";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String OTHERS = "+/=!.*~ \n\r\t\u0000\u00e9\ud83d\udd14\"'{}";

  /// What was done to a token.
  enum Kind {
    /// Nothing.
    PLAIN(false),
    /// A character of it was changed, added or taken away, at any place.
    MUTATED(false),
    /// Something stands in, before or behind the signature.
    AROUND_THE_SIGNATURE(false),
    /// Parts are missing, doubled or swapped.
    PARTS(false),
    /// Signed as one algorithm, and called another.
    RENAMED(false),
    /// Signed, with a header that says something else.
    HEADER(false),
    /// Signed, with times of all types.
    TIMES(false),
    /// Signed, with issuers and audiences.
    MEANT_FOR(false),
    /// Signed, with claims that are good JSON of all sorts.
    CLAIMS(false),
    /// The signature of a key pair, with other bits behind its last byte.
    LAST_BITS(true),
    /// A payload that is no JSON object (RFC 7519 §7.2).
    NO_OBJECT(true),
    /// Two members of one name (RFC 7519 §4).
    DUPLICATE(true),
    /// A header that must be understood (RFC 7515 §4.1.11, RFC 7797 §7).
    CRITICAL(true),
    /// Bytes that are no UTF-8 (RFC 8259 §8.1).
    NO_UTF8(true),
    /// One character more than bytes need (RFC 4648 §4).
    DANGLING(true),
    /// A number with more digits than anybody counts.
    HUGE_NUMBER(true),
    /// Longer than 8 KiB.
    TOO_LONG(true);

    private final boolean stricter;

    Kind(boolean stricter) {
      this.stricter = stricter;
    }

    boolean stricter() {
      return stricter;
    }
  }

  /// A token and what is to be judged by.
  ///
  /// @param issuer the one that counts; empty: any
  /// @param audience the one that counts; empty: any
  record Case(Kind kind, TokenSigner signer, String token, String issuer, String audience) {}

  private final Random random;
  private final List<TokenSigner> signers;
  private final List<Case> cases = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  TokenCases(long seed, List<TokenSigner> signers) {
    this.random = new Random(seed);
    this.signers = signers;
  }

  /// Makes about so many cases for each signer.
  List<Case> make(int each) {
    for (TokenSigner signer : signers) {
      String good = signed(signer, CLAIMS);
      add(Kind.PLAIN, signer, good);
      for (int i = 0; i < each; i++) {
        String other = mutated(good);
        add(kindOfSpelling(signer, good, other), signer, other);
      }
      around(signer, good);
      parts(signer, good);
      renamed(signer);
      headers(signer);
      times(signer);
      meantFor(signer);
      claims(signer);
      stricter(signer, good);
    }
    return cases;
  }

  private String mutated(String good) {
    var text = new StringBuilder(good);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, any(ALPHABET));
        case 1 -> text.setCharAt(at, any(OTHERS));
        case 2 -> text.insert(at, any(random.nextBoolean() ? ALPHABET : OTHERS));
        default -> text.deleteCharAt(at);
      }
    }
    return text.toString();
  }

  /// A mutation may hit the bits behind the last byte, and nothing else.
  private static Kind kindOfSpelling(TokenSigner signer, String good, String other) {
    int dot = good.lastIndexOf('.');
    if (signer.isSecret() || !other.startsWith(good.substring(0, dot + 1))) {
      return Kind.MUTATED;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(other.substring(dot + 1));
      byte[] right = Base64.getUrlDecoder().decode(good.substring(dot + 1));
      return java.util.Arrays.equals(bytes, right) ? Kind.LAST_BITS : Kind.MUTATED;
    } catch (IllegalArgumentException e) {
      // With one character too many, which Node passes over.
      return (other.length() - dot - 1) % 4 == 1 ? Kind.DANGLING : Kind.MUTATED;
    }
  }

  private void around(TokenSigner signer, String good) {
    int dot = good.lastIndexOf('.');
    for (String text :
        List.of("\n", "\r\n", " ", "=", "==", "!", ".", "%", "\u0000", "é", "\ud83d")) {
      add(Kind.AROUND_THE_SIGNATURE, signer, good + text);
      add(Kind.AROUND_THE_SIGNATURE, signer, text + good);
      add(
          Kind.AROUND_THE_SIGNATURE,
          signer,
          good.substring(0, dot + 1) + text + good.substring(dot + 1));
      add(
          Kind.AROUND_THE_SIGNATURE,
          signer,
          good.substring(0, dot + 9) + text + good.substring(dot + 9));
    }
  }

  private void parts(TokenSigner signer, String good) {
    String[] part = good.split("\\.", -1);
    for (String text :
        List.of(
            "",
            ".",
            "..",
            part[0],
            part[0] + "." + part[1],
            part[0] + "." + part[1] + ".",
            "." + part[1] + "." + part[2],
            part[0] + ".." + part[2],
            good + "." + part[2],
            part[1] + "." + part[0] + "." + part[2],
            part[0] + "." + part[1] + "." + part[1],
            good + good,
            "Bearer " + good)) {
      add(Kind.PARTS, signer, text);
    }
  }

  private void renamed(TokenSigner signer) {
    for (String name :
        List.of(
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
            "ES256", "ES384", "ES512", "none", "None", "hs256", "HS1", "")) {
      if (!name.equals(signer.algorithm())) {
        String token = signer.sign(HEADER.formatted(name), CLAIMS.getBytes(UTF_8));
        add(Kind.RENAMED, signer, token);
        add(Kind.RENAMED, signer, token.substring(0, token.lastIndexOf('.') + 1));
      }
    }
  }

  private void headers(TokenSigner signer) {
    String name = signer.algorithm();
    for (String header :
        List.of(
            "{\"alg\":\"%s\"}",
            "{\"typ\":7,\"alg\":\"%s\"}",
            "{\"alg\":\"%s\",\"kid\":null}",
            "{\"alg\":\"%s\",\"kid\":{\"a\":[1]}}",
            "{\"alg\":\"%s\",\"kid\":\"../../etc/passwd\"}",
            " {\"alg\" : \"%s\"} \n",
            "{\"alg\":\"%s\",\"b64\":true}",
            "{\"alg\":[\"%s\"]}",
            "{\"alg\":null,\"x\":\"%s\"}",
            "{\"ALG\":\"%s\"}",
            "{\"alg\":\"%s\",\"jku\":\"http://x/\"}",
            "{\"alg\":\"%s\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
            "[\"%s\"]",
            "\"%s\"",
            "{\"alg\":\"%s\"",
            "{'alg':'%s'}",
            "{\"alg\":\"%s\"}{}",
            "{\"\\u0061lg\":\"%s\"}",
            "null",
            "7",
            "{}")) {
      String token = signer.sign(header.formatted(name), CLAIMS.getBytes(UTF_8));
      add(Kind.HEADER, signer, token);
    }
  }

  private void times(TokenSigner signer) {
    for (String claim : List.of("exp", "nbf", "iat")) {
      for (String value :
          List.of(
              "null",
              "true",
              "false",
              "\"1700008200\"",
              "\"\"",
              "[]",
              "[1700008200]",
              "{}",
              "0",
              "-1",
              "1700001000",
              "1700001001",
              "1700000999",
              "1700000999.5",
              "1700001000.0",
              "1700001001.5",
              "17000010e2",
              "1.7000082e9",
              "1e400",
              "-1e400",
              "1e-400",
              "253402300800",
              "9223372036854775807",
              "1E+2")) {
        add(Kind.TIMES, signer, signed(signer, "{\"" + claim + "\":" + value + "}"));
      }
    }
  }

  private void meantFor(TokenSigner signer) {
    for (String aud :
        List.of(
            "\"web\"",
            "[\"app\",\"web\"]",
            "[]",
            "null",
            "7",
            "\"WEB\"",
            "[7,null,\"web\"]",
            "{}")) {
      for (String iss : List.of("\"ann\"", "\"ben\"", "[\"ann\"]", "null", "7")) {
        String token = signed(signer, "{\"aud\":" + aud + ",\"iss\":" + iss + "}");
        add(new Case(Kind.MEANT_FOR, signer, token, "", "web"));
        add(new Case(Kind.MEANT_FOR, signer, token, "ann", ""));
        add(new Case(Kind.MEANT_FOR, signer, token, "ann", "web"));
      }
    }
    add(new Case(Kind.MEANT_FOR, signer, signed(signer, "{}"), "ann", ""));
    add(new Case(Kind.MEANT_FOR, signer, signed(signer, "{}"), "", "web"));
  }

  private void claims(TokenSigner signer) {
    for (String payload :
        List.of(
            "{}",
            " {\"sub\" : \"u\"} \r\n",
            "{\"\":\"\"}",
            "{\"sub\":\"\\ud83d\\udd14\"}",
            "{\"sub\":\"\\ud83d\"}",
            "{\"sub\":\"\u00e9\ud83d\udd14\"}",
            "{\"__proto__\":{\"exp\":1}}",
            "{\"sub\":[[[[[[]]]]]]}",
            "{\"a\":{\"exp\":1}}",
            "{\"n\":1e5,\"m\":-0.0}",
            "{\"sub\":\"" + "x".repeat(2_000) + "\"}")) {
      add(Kind.CLAIMS, signer, signed(signer, payload));
    }
    for (String payload :
        List.of(
            "{",
            "{\"sub\":}",
            "{\"sub\":\"u\",}",
            "{sub:1}",
            "{\"exp\":NaN}",
            "{\"exp\":01}",
            "{} {}")) {
      add(Kind.CLAIMS, signer, signed(signer, payload));
    }
  }

  private void stricter(TokenSigner signer, String good) {
    String bare = "{\"alg\":\"" + signer.algorithm() + "\"}";
    if (!signer.isSecret()) {
      char last = good.charAt(good.length() - 1);
      char next = ALPHABET.charAt(ALPHABET.indexOf(last) + 1);
      add(Kind.LAST_BITS, signer, good.substring(0, good.length() - 1) + next);
    }
    for (String payload : List.of("\"text\"", "[]", "7", "null", "true", "", "{", "text")) {
      add(Kind.NO_OBJECT, signer, signer.sign(bare, payload.getBytes(UTF_8)));
    }
    add(Kind.DUPLICATE, signer, signed(signer, "{\"sub\":\"a\",\"sub\":\"b\"}"));
    add(Kind.DUPLICATE, signer, signed(signer, "{\"o\":{\"x\":1,\"\\u0078\":2}}"));
    String twice = "{\"alg\":\"none\",\"alg\":\"" + signer.algorithm() + "\"}";
    add(Kind.DUPLICATE, signer, signer.sign(twice, CLAIMS.getBytes(UTF_8)));
    for (String more :
        List.of(
            "\"crit\":[\"exp\"],\"exp\":1",
            "\"crit\":[]",
            "\"crit\":[\"b64\"],\"b64\":true",
            "\"b64\":false")) {
      String header = "{\"alg\":\"" + signer.algorithm() + "\"," + more + "}";
      add(Kind.CRITICAL, signer, signer.sign(header, CLAIMS.getBytes(UTF_8)));
    }
    byte[] payload = "{\"sub\":\"?\"}".getBytes(UTF_8);
    payload[8] = (byte) 0xFF;
    add(Kind.NO_UTF8, signer, signer.sign(bare, payload));
    String number = "{\"n\":" + "9".repeat(65) + "}";
    add(Kind.HUGE_NUMBER, signer, signed(signer, number));
    add(Kind.HUGE_NUMBER, signer, signed(signer, "{\"exp\":" + "9".repeat(20) + "}"));
    add(Kind.TOO_LONG, signer, signed(signer, "{\"sub\":\"" + "x".repeat(8_000) + "\"}"));
    if (!signer.isSecret()) {
      add(
          Kind.DANGLING,
          signer,
          good + "A".repeat((5 - (good.length() - good.lastIndexOf('.') - 1) % 4) % 4));
    }
  }

  private static String signed(TokenSigner signer, String payload) {
    return signer.sign(HEADER.formatted(signer.algorithm()), payload.getBytes(UTF_8));
  }

  private void add(Kind kind, TokenSigner signer, String token) {
    add(new Case(kind, signer, token, "", ""));
  }

  private void add(Case one) {
    if (seen.add(
        one.token() + " " + one.issuer() + " " + one.audience() + " " + one.signer().algorithm())) {
      cases.add(one);
    }
  }

  private char any(String text) {
    return text.charAt(random.nextInt(text.length()));
  }
}
