package dev.carillon.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final byte[] KEY = "open sesame".getBytes(StandardCharsets.UTF_8);
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  /// Holds the bits 111110 and 111111, which the two alphabets of Base64 write differently.
  private static final String PAYLOAD = "{\"sub\":\"~~~???\"}";

  private final FakeClock clock = new FakeClock();
  private final JwtVerifier verifier = new JwtVerifier(KEY, clock);

  /// The example of RFC 7515, appendix A.1, which has ended long ago.
  @Test
  void theExampleOfTheStandardIsVerified() throws TokenException {
    byte[] key =
        Base64.getUrlDecoder()
            .decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    String token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    assertThat(reason(new JwtVerifier(key, clock), token)).isEqualTo(Reason.EXPIRED);

    clock.advance(Duration.ofSeconds(1_300_819_379 - clock.now().getEpochSecond()));
    var claims = new JwtVerifier(key, clock).verify(token);

    assertThat(claims.string("iss")).isEqualTo("joe");
    assertThat(claims.bool("http://example.com/is_root")).isTrue();
    assertThat(claims.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_300_819_380));
  }

  @Test
  void claimsAreReadByTheirType() throws Exception {
    var claims =
        verifier.verify(
            token(
                HEADER,
                "{\"sub\":\"ann\",\"n\":7,\"yes\":true,\"no\":false,\"text\":\"true\",\"null\":null}"));

    assertThat(claims.subject()).isEqualTo("ann");
    assertThat(claims.string("n")).isNull();
    assertThat(claims.string("null")).isNull();
    assertThat(claims.string("absent")).isNull();
    assertThat(claims.bool("yes")).isTrue();
    assertThat(claims.bool("no")).isFalse();
    assertThat(claims.bool("text")).isFalse();
    assertThat(claims.bool("n")).isFalse();
    assertThat(claims.bool("absent")).isFalse();
    assertThat(claims.expiresAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":null}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"ES256\"}",
        "{\"alg\":\"HS1\"}",
        "{\"ALG\":\"HS256\"}"
      })
  void onlyTheAllowedAlgorithmsCount(String header) throws Exception {
    assertThat(reason(token(header, PAYLOAD))).isEqualTo(Reason.ALGORITHM);
    assertThat(reason(unsigned(header, PAYLOAD))).isEqualTo(Reason.ALGORITHM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"HS256\",\"crit\":\"exp\"}",
        "{\"alg\":\"HS256\",\"crit\":[]}"
      })
  void whatMustBeUnderstoodAndIsNotIsRefused(String header) throws Exception {
    assertThat(reason(token(header, PAYLOAD))).isEqualTo(Reason.CRITICAL);
  }

  @Test
  void anyChangeOfTheSignedTextIsNoticed() throws Exception {
    String token = token(HEADER, PAYLOAD);
    assertThat(verifier.verify(token).subject()).isEqualTo("~~~???");

    String others = "Aa0-_.=+/ *\n\u00e9\u0000\ufffd";
    for (int i = 0; i < token.lastIndexOf('.'); i++) {
      for (int j = 0; j < others.length(); j++) {
        char other = others.charAt(j);
        if (token.charAt(i) != other) {
          reason(token.substring(0, i) + other + token.substring(i + 1));
        }
        reason(token.substring(0, i) + other + token.substring(i));
      }
      reason(token.substring(0, i));
    }
  }

  @Test
  void anyChangeOfTheSignatureIsNoticed() throws Exception {
    String token = token(HEADER, PAYLOAD);
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] right = Base64.getUrlDecoder().decode(token.substring(signed.length()));

    for (int bit = 0; bit < 8 * right.length; bit++) {
      byte[] wrong = right.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(reason(signed + encoded(wrong))).isEqualTo(Reason.BAD_SIGNATURE);
    }
    for (int length = 0; length < right.length; length++) {
      byte[] start = Arrays.copyOf(right, length);
      assertThat(reason(signed + encoded(start))).isEqualTo(Reason.BAD_SIGNATURE);
    }
    byte[] longer = Arrays.copyOf(right, right.length + 1);
    assertThat(reason(signed + encoded(longer))).isEqualTo(Reason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "!.e30.c",
        ".e30.",
        "e30=..c"
      })
  void whatIsNoTokenIsMalformed(String token) {
    assertThat(reason(token)).isIn(Reason.MALFORMED, Reason.ALGORITHM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' '",
        "null",
        "7",
        "\"text\"",
        "[]",
        "{",
        "{} x",
        "{} {}",
        "{sub:1}",
        "{'sub':1}",
        "{/**/}",
        "{\"sub\":\"a\",\"sub\":\"b\"}",
        "{\"sub\":\"a\",\"\\u0073ub\":\"b\"}",
        "{\"o\":{\"x\":1,\"x\":2}}",
        "{\"exp\":NaN}",
        "{\"exp\":\"1800000000\"}",
        "{\"exp\":null}",
        "{\"nbf\":null}",
        "{\"nbf\":true}",
        "{\"nbf\":{}}"
      })
  void whatIsNoSetOfClaimsIsMalformed(String payload) throws Exception {
    assertThat(reason(token(HEADER, payload))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aHeaderIsReadAsStrictlyAsClaims() throws Exception {
    assertThat(reason(token("{\"alg\":\"none\",\"alg\":\"HS256\"}", PAYLOAD)))
        .isEqualTo(Reason.MALFORMED);
    assertThat(reason(token("\"HS256\"", PAYLOAD))).isEqualTo(Reason.MALFORMED);
    assertThat(reason(token("{\"alg\":[\"HS256\"]}", PAYLOAD))).isEqualTo(Reason.MALFORMED);
    assertThat(reason(token("{\"alg\":\"HS256\",\"b64\":false}", PAYLOAD)))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void deepNestingDoesNoHarm() throws Exception {
    String deep = "[".repeat(2_900) + "]".repeat(2_900);

    assertThat(verifier.verify(token(HEADER, "{\"sub\":\"ann\",\"a\":" + deep + "}")).subject())
        .isEqualTo("ann");
    assertThat(reason(token("{\"alg\":" + deep + "}", PAYLOAD))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aTokenMayHaveEightKibibytes() throws Exception {
    int header = HEADER.length() * 4 / 3 + 2;
    String longest = "x".repeat((JwtVerifier.MAX_LENGTH - header - 46) * 3 / 4 - 10);
    String fits = token(HEADER, "{\"a\":\"" + longest + "\"}");
    assertThat(fits).hasSizeBetween(JwtVerifier.MAX_LENGTH - 8, JwtVerifier.MAX_LENGTH);
    verifier.verify(fits);

    assertThat(reason(token(HEADER, "{\"a\":\"" + longest + "12345678\"}")))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aTokenCountsFromItsBeginningToItsEnd() throws Exception {
    long now = clock.now().getEpochSecond();
    String token = token(HEADER, "{\"nbf\":" + (now + 10) + ",\"exp\":" + (now + 20) + "}");

    clock.advance(Duration.ofMillis(9_999));
    assertThat(reason(token)).isEqualTo(Reason.NOT_YET_VALID);
    clock.advance(Duration.ofMillis(1));
    assertThat(verifier.verify(token).expiresAt()).isEqualTo(Instant.ofEpochSecond(now + 20));
    clock.advance(Duration.ofMillis(9_999));
    verifier.verify(token);
    clock.advance(Duration.ofMillis(1));
    assertThat(reason(token)).isEqualTo(Reason.EXPIRED);
  }

  /// RFC 7519 §2: a NumericDate may have a fraction.
  @Test
  void fractionsOfASecondCount() throws Exception {
    long now = clock.now().getEpochSecond();
    String begins = token(HEADER, "{\"nbf\":" + now + ".9}");
    String ends = token(HEADER, "{\"exp\":" + now + ".9}");

    clock.advance(Duration.ofMillis(899));
    assertThat(reason(begins)).isEqualTo(Reason.NOT_YET_VALID);
    assertThat(verifier.verify(ends).expiresAt()).isEqualTo(clock.now().plusMillis(1));
    clock.advance(Duration.ofMillis(1));
    verifier.verify(begins);
    assertThat(reason(ends)).isEqualTo(Reason.EXPIRED);
  }

  /// Some issuers write milliseconds, or text.
  @ParameterizedTest
  @ValueSource(strings = {"1700001000000", "\"now\"", "null", "-1"})
  void theTimeOfIssueIsNotJudged(String issued) throws Exception {
    verifier.verify(token(HEADER, "{\"iat\":" + issued + ",\"exp\":1700008200}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "9223372036854775807", "253402300800", "1e999999999"})
  void anEndInTheFarFutureIsTheYear9999(String end) throws Exception {
    assertThat(verifier.verify(token(HEADER, "{\"exp\":" + end + "}")).expiresAt())
        .isEqualTo("9999-12-31T23:59:59Z");
    assertThat(reason(token(HEADER, "{\"nbf\":" + end + "}"))).isEqualTo(Reason.NOT_YET_VALID);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 20, 400, 5_000})
  void aDateBeyond64BitsIsMalformed(int digits) throws Exception {
    String end = "9".repeat(digits);
    assertThat(reason(token(HEADER, "{\"exp\":" + end + "}"))).isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-1e400", "1e-999999999", "-9223372036854775808"})
  void anEndInTheFarPastIsPast(String end) throws Exception {
    assertThat(reason(token(HEADER, "{\"exp\":" + end + "}"))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void theKeyIsCopiedAndNotEmpty() throws Exception {
    byte[] key = KEY.clone();
    var careful = new JwtVerifier(key, clock);
    key[0]++;

    assertThat(careful.verify(token(HEADER, PAYLOAD)).subject()).isEqualTo("~~~???");
    assertThatThrownBy(() -> new JwtVerifier(new byte[0], clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasSignedHereIsVerifiedHere() throws Exception {
    var signer = new JwtSigner(KEY, clock);
    String token = signer.sign(Map.of("sub", "ann", "staff", true), Duration.ofMinutes(1));

    assertThat(verifier.verify(token).subject()).isEqualTo("ann");
    assertThat(verifier.verify(token).bool("staff")).isTrue();
    assertThat(verifier.verify(token).expiresAt())
        .isEqualTo(Instant.ofEpochSecond(clock.now().getEpochSecond() + 60));
    clock.advance(Duration.ofMinutes(1));
    assertThat(reason(token)).isEqualTo(Reason.EXPIRED);
    assertThatThrownBy(() -> signer.sign(Map.of(), Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Reason reason(String token) {
    return reason(verifier, token);
  }

  private static Reason reason(JwtVerifier verifier, String token) {
    var refused = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
    assertThat(refused).as(token).isNotNull().hasNoCause();
    // Nothing but these six sentences, whatever the token holds.
    assertThat(refused.getMessage())
        .isIn(
            "the token is malformed",
            "the token's algorithm is not allowed",
            "the token's header demands what is not supported",
            "the token's signature is wrong",
            "the token has expired",
            "the token is not yet valid");
    return refused.reason();
  }

  private static String token(String header, String payload) throws GeneralSecurityException {
    String signed = unsigned(header, payload);
    signed = signed.substring(0, signed.length() - 1);
    return signed + "." + hs256(signed);
  }

  private static String unsigned(String header, String payload) {
    return encoded(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoded(payload.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  /// Not the one of the code under test.
  private static String hs256(String signed) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    return encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
