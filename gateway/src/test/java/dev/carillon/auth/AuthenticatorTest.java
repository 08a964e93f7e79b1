package dev.carillon.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Principal;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final byte[] KEY =
      "a secret of thirty-two bytes and more".getBytes(StandardCharsets.UTF_8);

  private final FakeClock clock = new FakeClock();
  private final JwtSigner signer = new JwtSigner(KEY, clock);

  @Test
  void aTokenTellsWhoItIs() throws Exception {
    Principal ann =
        authenticate(
            PrincipalNames.DEFAULT,
            Map.of("sub", "u-1", "name", "Ann", "roles", List.of("reader", "poster"), "adm", true));

    assertThat(ann.id()).isEqualTo("u-1");
    assertThat(ann.name()).isEqualTo("Ann");
    assertThat(ann.roles()).containsExactlyInAnyOrder("reader", "poster");
    assertThat(ann.is("adm")).isTrue();
    assertThat(ann.expiresAt()).isEqualTo(clock.now().plusSeconds(60));
    assertThat(ann.issuedAt()).isEqualTo(clock.now());
  }

  @Test
  void theAppSaysWhichClaimsCount() throws Exception {
    var names = PrincipalNames.DEFAULT.withId("userId").withName("nick").withRoles("groups");
    Principal ann =
        authenticate(
            names, Map.of("userId", 77, "nick", "Ann", "groups", List.of("g"), "sub", "no"));

    assertThat(ann.id()).isEqualTo("77");
    assertThat(ann.name()).isEqualTo("Ann");
    assertThat(ann.roles()).containsExactly("g");
  }

  @Test
  void rolesThatAreNoListOfTextAreNone() throws Exception {
    for (Object roles : List.of("admin", 7, true, Map.of("admin", true), List.of("admin", 7))) {
      assertThat(authenticate(PrincipalNames.DEFAULT, Map.of("sub", "u-1", "roles", roles)).roles())
          .isEmpty();
    }
  }

  @Test
  void whoHasNoIdIsNobody() {
    for (Object id : List.of("", true, 1.5, List.of("u-1"), Map.of())) {
      var refused =
          catchThrowableOfType(
              TokenException.class, () -> authenticate(PrincipalNames.DEFAULT, Map.of("sub", id)));
      assertThat(refused.reason()).isEqualTo(Reason.NOBODY);
    }
  }

  private Principal authenticate(PrincipalNames names, Map<String, ?> claims)
      throws TokenException {
    var authenticator = new JwtAuthenticator(new JwtVerifier(KEY, clock), names);
    return authenticator.authenticate(signer.sign(claims, Duration.ofMinutes(1)));
  }
}
