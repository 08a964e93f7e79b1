package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Origins are the same by scheme, host and port (RFC 6454 §5), whichever way they are written.
class OriginPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "app.example:443, https://app.example",
    "app.example, https://app.example:443",
    "app.example, https://app.example",
    "app.example:80, http://app.example",
    "app.example, http://app.example",
    "app.example:8080, http://app.example:8080",
    "APP.Example, https://app.example",
    "app.example, HTTPS://APP.example",
    "[::1]:443, https://[::1]"
  })
  void theSameOriginPasses(String host, String origin) {
    assertThat(OriginPolicy.sameOrigin().permits(request(host, origin))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "app.example:80, https://app.example",
    "app.example:443, http://app.example",
    "app.example, https://app.example:8443",
    "app.example, https://app.example.evil",
    "app.example, https://evil.app.example",
    "app.example, https://app.example@evil.example",
    "app.example, https://evil.example/app.example",
    "app.example, https://app.example/",
    "app.example, app.example",
    "app.example, null",
    "app.example, ftp://app.example",
    "'', https://app.example"
  })
  void anotherOriginDoesNotPass(String host, String origin) {
    assertThat(OriginPolicy.sameOrigin().permits(request(host, origin))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example",
        "https://app.example:443",
        "HTTPS://App.Example",
        "http://local:3000",
        "capacitor://localhost",
        "null"
      })
  void theListIsComparedLikewise(String origin) {
    var policy =
        OriginPolicy.allow(
            Set.of(
                "https://APP.example:443", "http://local:3000", "capacitor://localhost", "null"));
    HttpRequestHead request = request("api.example", origin);
    assertThat(policy.permits(request)).isTrue();
    assertThat(policy.headers(request).namesAndValues())
        .as("as the browser sent it")
        .containsSequence("Access-Control-Allow-Origin", origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://app.example", "https://app.example:444", "http://local"})
  void whatIsNotInTheListDoesNotPass(String origin) {
    var policy = OriginPolicy.allow(Set.of("https://app.example", "http://local:3000"));
    HttpRequestHead request = request("api.example", origin);
    assertThat(policy.permits(request)).isFalse();
    assertThat(policy.headers(request)).isEqualTo(Headers.of("Vary", "Origin"));
  }

  @Test
  void aRuleDecidesForEachOrigin() {
    var policy = OriginPolicy.allow(origin -> origin.endsWith(".app.example"));
    HttpRequestHead tenant = request("api.example", "https://one.app.example");
    assertThat(policy.isCors()).isTrue();
    assertThat(policy.permits(tenant)).isTrue();
    assertThat(policy.headers(tenant).namesAndValues())
        .containsSequence("Access-Control-Allow-Origin", "https://one.app.example")
        .containsSequence("Access-Control-Allow-Credentials", "true");
    assertThat(policy.permits(request("api.example", "https://evil.example"))).isFalse();
  }

  @Test
  void aRuleThatFailsLetsNobodyPass() {
    var policy =
        OriginPolicy.allow((String origin) -> {
          throw new IllegalStateException("on purpose");
        });
    assertThat(policy.permits(request("api.example", "https://app.example"))).isFalse();
    assertThat(policy.permits(request("api.example", null))).isTrue();
  }

  private static HttpRequestHead request(String host, @Nullable String origin) {
    var headers = new HashMap<String, String>();
    headers.put("host", host);
    if (origin != null) {
      headers.put("origin", origin);
    }
    return new RequestHead(
        "GET",
        "/",
        "/",
        Map.of(),
        headers,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        false);
  }
}
