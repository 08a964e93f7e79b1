package dev.carillon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Tokens that a real issuer minted. A fake clock starts at the moment they were minted for.
class JsonWebTokenTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "jsonwebtoken.csv", delimiter = '|', useHeadersInDisplayName = true)
  void tokensOfNodeAreJudgedAsTheyShouldBe(
      String name, String secret, String expected, String token) {
    var verifier = new JwtVerifier(secret.getBytes(StandardCharsets.UTF_8), new FakeClock());
    String outcome;
    try {
      verifier.verify(token);
      outcome = "ok";
    } catch (TokenException e) {
      outcome = e.reason().name();
    }
    assertThat(outcome).as(name).isEqualTo(expected);
  }
}
