package dev.carillon.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.auth.TokenException.Reason;
import dev.carillon.support.FakeClock;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TokenKeysTest {
  private static final String PAYLOAD = "{\"sub\":\"ann\"}";
  private static final List<String> ALGORITHMS =
      List.of(
          "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
          "ES384", "ES512", "EdDSA", "none", "ES256K", "");

  private final FakeClock clock = new FakeClock();

  private record Pair(KeyPair keys, List<String> algorithms) {}

  private static Map<String, Pair> pairs() throws GeneralSecurityException {
    return Map.of(
        "RSA",
        new Pair(Signed.rsa(), List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")),
        "P-256",
        new Pair(Signed.ec("secp256r1"), List.of("ES256")),
        "P-384",
        new Pair(Signed.ec("secp384r1"), List.of("ES384")),
        "P-521",
        new Pair(Signed.ec("secp521r1"), List.of("ES512")),
        "Ed25519",
        new Pair(Signed.edwards("Ed25519"), List.of("EdDSA")),
        "Ed448",
        new Pair(Signed.edwards("Ed448"), List.of("EdDSA")));
  }

  /// RFC 7518 §3.1, RFC 8037 §3.1.
  @Test
  void eachKeyVerifiesWhatItsOwnerSigned() throws Exception {
    for (var entry : pairs().entrySet()) {
      var verifier = verifier(Signed.pem(entry.getValue().keys()));
      for (String algorithm : entry.getValue().algorithms()) {
        String token = Signed.token(algorithm, PAYLOAD, entry.getValue().keys().getPrivate());
        assertThat(verifier.verify(token).subject()).as(algorithm).isEqualTo("ann");
        assertThat(reason(verifier, changed(token))).isEqualTo(Reason.BAD_SIGNATURE);
      }
    }
  }

  /// RFC 8725 §2.1, §3.1: the token does not choose.
  @Test
  void theKindOfTheKeyDecidesTheAlgorithm() throws Exception {
    var all = pairs();
    for (var entry : all.entrySet()) {
      String pem = Signed.pem(entry.getValue().keys());
      var verifier = verifier(pem);
      for (String algorithm : ALGORITHMS) {
        if (!entry.getValue().algorithms().contains(algorithm)) {
          String header = "{\"alg\":\"" + algorithm + "\"}";
          // The public key as the secret of an HMAC, and a signature of another owner of a key.
          String byPublicKey = Signed.hmac(header, PAYLOAD, pem.getBytes(UTF_8));
          String byOther = Signed.withHeader(header, "RS256", PAYLOAD, Signed.rsa().getPrivate());
          assertThat(reason(verifier, byPublicKey)).as(entry.getKey()).isEqualTo(Reason.ALGORITHM);
          assertThat(reason(verifier, byOther)).as(entry.getKey()).isEqualTo(Reason.ALGORITHM);
          String unsigned = byOther.substring(0, byOther.lastIndexOf('.') + 1);
          assertThat(reason(verifier, unsigned)).as(entry.getKey()).isEqualTo(Reason.ALGORITHM);
        }
      }
    }
  }

  @Test
  void aSecretVerifiesNothingButHmacs() throws Exception {
    KeyPair rsa = Signed.rsa();
    var verifier = new JwtVerifier(Signed.pem(rsa).getBytes(UTF_8), clock);

    assertThat(reason(verifier, Signed.token("RS256", PAYLOAD, rsa.getPrivate())))
        .isEqualTo(Reason.ALGORITHM);
  }

  @Test
  void severalKeysMayCountAtOnce() throws Exception {
    KeyPair old = Signed.ec("secp256r1");
    KeyPair fresh = Signed.ec("secp256r1");
    KeyPair other = Signed.ec("secp256r1");
    var verifier = verifier("the keys:\n" + Signed.pem(old) + "\n" + Signed.pem(fresh));

    verifier.verify(Signed.token("ES256", PAYLOAD, old.getPrivate()));
    verifier.verify(Signed.token("ES256", PAYLOAD, fresh.getPrivate()));
    assertThat(reason(verifier, Signed.token("ES256", PAYLOAD, other.getPrivate())))
        .isEqualTo(Reason.BAD_SIGNATURE);
  }

  /// RFC 7468 §13; PKCS #1 is what older tools write.
  @Test
  void rsaKeysMayBeOfTheOlderForm() throws Exception {
    byte[] info = Signed.rsa().getPublic().getEncoded();
    byte[] older = Arrays.copyOfRange(info, 24, info.length);
    var verifier = verifier(Signed.pem("RSA PUBLIC KEY", older));

    String token = Signed.token("RS256", PAYLOAD, Signed.rsa().getPrivate());
    assertThat(verifier.verify(token).subject()).isEqualTo("ann");
  }

  /// RFC 7468 §5.
  @Test
  void certificatesHoldKeys() throws Exception {
    var verifier = verifier(Certificate.PEM);
    verifier.verify(Signed.token("ES256", PAYLOAD, Certificate.key()));
  }

  @Test
  void keysOfNoUseAreRefusedAtTheStartWithoutQuotingThem() throws Exception {
    KeyPair rsa = Signed.rsa();
    String good = Signed.pem(rsa);
    Stream.of(
            "",
            "PUBLIC KEY",
            Signed.pem(Signed.newRsa(1024)),
            Signed.pem("PUBLIC KEY", "secret".getBytes(UTF_8)),
            Signed.pem("DSA PUBLIC KEY", rsa.getPublic().getEncoded()),
            Signed.pem("CERTIFICATE", rsa.getPublic().getEncoded()),
            Signed.pem("PRIVATE KEY", rsa.getPrivate().getEncoded()),
            good + Signed.pem("PRIVATE KEY", rsa.getPrivate().getEncoded()),
            good.repeat(17),
            "-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----",
            " ".repeat(300_000) + good)
        .forEach(pem ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenKeys.pem(pem))
                .withMessageNotContainingAny("secret", "!!!", "MII")
                .withNoCause());
  }

  /// Documented in decision 9: warned of, not refused.
  @Test
  void aSecretShorterThanTheHashIsWarnedOf() throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(TokenKey.class);
    Level level = logger.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    try {
      byte[] secret = new byte[31];
      Arrays.fill(secret, (byte) 'k');
      new JwtVerifier(secret, clock).verify(Signed.hmac("{\"alg\":\"HS256\"}", PAYLOAD, secret));
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("token secret is short and can be guessed: advised-bytes=32");
      TokenKeys.secret(new byte[32]);
      assertThat(lines.list).hasSize(1);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(level);
      logger.setAdditive(true);
    }
  }

  private JwtVerifier verifier(String pem) {
    return new JwtVerifier(TokenKeys.pem(pem), JwtSettings.defaults(), clock);
  }

  /// The same token with another signature of the same length.
  private static String changed(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot + 1) + Signed.encoded(signature);
  }

  private static Reason reason(JwtVerifier verifier, String token) {
    var refused = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
    assertThat(refused).as(token).isNotNull().hasNoCause();
    return refused.reason();
  }
}
