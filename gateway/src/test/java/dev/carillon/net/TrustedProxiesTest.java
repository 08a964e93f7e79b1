package dev.carillon.net;

import static dev.carillon.net.TrustedProxies.Header.FORWARDED;
import static dev.carillon.net.TrustedProxies.Header.X_FORWARDED_FOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a client is, by the word of proxies: from the nearest back to the first that is not trusted.
class TrustedProxiesTest {
  private static final List<String> PROXIES = List.of("10.0.0.0/9", "fd00::/8", "192.0.2.7");

  private static String client(TrustedProxies.Header read, String peer, String said)
      throws Exception {
    var proxies = TrustedProxies.of(PROXIES, read);
    var from = new InetSocketAddress(InetAddress.getByName(peer), 1);
    InetSocketAddress client =
        proxies.client(from, Map.of(read == FORWARDED ? "forwarded" : "x-forwarded-for", said));
    return client.getAddress().getHostAddress() + " " + client.getPort();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.1.1 | 203.0.113.5 | 203.0.113.5 0",
        "10.1.1.1 | 203.0.113.5:4711 | 203.0.113.5 4711",
        "10.1.1.1 | 1.2.3.4, 203.0.113.5 | 203.0.113.5 0",
        "10.1.1.1 | 203.0.113.5, 10.2.2.2 , 192.0.2.7 | 203.0.113.5 0",
        "10.1.1.1 | 10.3.3.3, 10.2.2.2 | 10.3.3.3 0",
        "10.1.1.1 | 2001:db8::1 | 2001:db8:0:0:0:0:0:1 0",
        "10.1.1.1 | [2001:db8::1]:80 | 2001:db8:0:0:0:0:0:1 80",
        "fd00::1  | ::ffff:203.0.113.5 | 203.0.113.5 0",
        "10.1.1.1 | 203.0.113.5, unknown | 10.1.1.1 1",
        "10.1.1.1 | 203.0.113.5, app.example | 10.1.1.1 1",
        "10.1.1.1 | '' | 10.1.1.1 1",
        "10.128.0.1 | 203.0.113.5 | 10.128.0.1 1",
        "192.0.2.8 | 203.0.113.5 | 192.0.2.8 1"
      })
  void theFirstThatIsNoTrustedProxyIsTheClient(String peer, String said, String client)
      throws Exception {
    assertThat(client(X_FORWARDED_FOR, peer, said)).isEqualTo(client);
  }

  @ParameterizedTest // RFC 7239 §4, §6
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.5;proto=https | 203.0.113.5 0",
        "For=\"203.0.113.5:4711\";by=10.0.0.1 | 203.0.113.5 4711",
        "for=1.2.3.4, for=\"[2001:db8::1]:80\" | 2001:db8:0:0:0:0:0:1 80",
        "host=\"a,for=1.1.1.1;b\";for=203.0.113.5 | 203.0.113.5 0",
        "for=203.0.113.5:_hidden | 203.0.113.5 0",
        "for=203.0.113.5, for=_secret | 10.1.1.1 1",
        "for=203.0.113.5, proto=https | 10.1.1.1 1"
      })
  void forwardedIsReadByItsOwnRules(String said, String client) throws Exception {
    assertThat(client(FORWARDED, "10.1.1.1", said)).isEqualTo(client);
  }

  @Test
  void theOtherHeaderIsNotRead() throws Exception {
    var proxies = TrustedProxies.of(PROXIES, X_FORWARDED_FOR);
    var peer = new InetSocketAddress(InetAddress.getByName("10.1.1.1"), 1);
    assertThat(proxies.client(peer, Map.of("forwarded", "for=1.2.3.4"))).isEqualTo(peer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "app.example", "/8"})
  void whatIsNoRangeIsRefused(String range) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(range), FORWARDED))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
