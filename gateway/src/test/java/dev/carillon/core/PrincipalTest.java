package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {

  @Test
  void whatItWasMadeFromMayChange() {
    var roles = new HashSet<>(Set.of("reader"));
    var list = new ArrayList<Object>(List.of("a"));
    var claims = new HashMap<String, Object>(Map.of("list", list, "deep", new HashMap<>()));
    var ann = new Principal("ann", "Ann", roles, claims, null);

    roles.add("admin");
    list.add("b");
    claims.put("staff", true);

    assertThat(ann.roles()).containsExactly("reader");
    assertThat(ann.claims()).containsOnlyKeys("list", "deep");
    assertThat(ann.claims().get("list")).isEqualTo(List.of("a"));
    assertThatThrownBy(() -> ann.claims().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(ann.claims().get("list"))
        .isInstanceOfSatisfying(
            List.class,
            copy ->
                assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class));
    assertThat(ann.claims().get("deep"))
        .isInstanceOfSatisfying(
            Map.class,
            copy ->
                assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class));
  }

  @Test
  void itsTextHoldsNothingButItsId() {
    var ann =
        new Principal("u-1", "Ann", Set.of("board"), Map.of("jti", "t-77", "phone", "555"), null);
    assertThat(ann.toString()).isEqualTo("Principal[u-1]");
  }

  @Test
  void claimsAreReadByTheirType() {
    var claims = new HashMap<String, Object>();
    claims.put("jti", "t-77");
    claims.put("sid", 7L);
    claims.put("iat", 1_700_000_000.25);
    claims.put("staff", true);
    claims.put("nothing", null);
    var ann = new Principal("u-1", null, Set.of(), claims, null);

    assertThat(ann.tokenId()).isEqualTo("t-77");
    assertThat(ann.sessionId()).isNull();
    assertThat(ann.issuedAt()).isEqualTo("2023-11-14T22:13:20.250Z");
    assertThat(ann.is("staff")).isTrue();
    assertThat(ann.is("jti")).isFalse();
    assertThat(ann.claims()).doesNotContainKey("nothing");
    assertThat(Principal.of("u-2").issuedAt()).isNull();
  }

  @Test
  void itEndsWhenItSays() {
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    var ann = new Principal("u-1", null, Set.of(), Map.of(), end);

    assertThat(ann.hasExpired(end.minusMillis(1))).isFalse();
    assertThat(ann.hasExpired(end)).isTrue();
    assertThat(Principal.of("u-1").hasExpired(Instant.MAX)).isFalse();
  }

  @Test
  void nobodyIsNoPrincipalAndObjectsAreNoClaims() {
    assertThatThrownBy(() -> Principal.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Principal("u", null, Set.of(), Map.of("secret", new Object()), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON: java.lang.Object");
  }
}
