package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPolicyTest {
  private final ServerPolicy open = new ServerPolicy(Set.of());
  private final ServerPolicy listed =
      new ServerPolicy(Set.of("https://Matrix.org", "http://synapse:8008/"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://matrix.org",
        "https://matrix.org/base",
        "http://localhost:8008",
        "http://127.0.0.1:1",
        "http://[::1]:8008"
      })
  void withoutAListHttpsAndThisMachineAreAllowed(String server) throws Exception {
    assertThat(open.check(server)).isEqualTo(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://matrix.org",
        "http://169.254.169.254",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example"
      })
  void withoutAListPlainHttpIsForThisMachineOnly(String server) {
    assertThatThrownBy(() -> open.check(server)).hasMessage("server-not-allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "matrix.org",
        "ftp://matrix.org",
        "file:///etc/passwd",
        "https://user:word@matrix.org",
        "https://matrix.org?x=1",
        "https://matrix.org#x",
        "https:///x",
        "https://matrix.org:99999",
        "https://a b"
      })
  void whatIsNoServerUrlIsRefused(String server) {
    assertThatThrownBy(() -> open.check(server)).hasMessage("server-url");
  }

  @Test
  void listComparesWholeOrigins() throws Exception {
    assertThat(listed.check("HTTPS://matrix.ORG:443/")).isEqualTo("https://matrix.org");
    assertThat(listed.check("http://synapse:8008")).isEqualTo("http://synapse:8008");
    for (String other :
        new String[] {
          "http://matrix.org",
          "https://matrix.org:8448",
          "https://evil-matrix.org",
          "https://matrix.org.evil",
          "http://synapse",
          "http://localhost:8008"
        }) {
      assertThatThrownBy(() -> listed.check(other)).hasMessage("server-not-allowed");
    }
  }
}
