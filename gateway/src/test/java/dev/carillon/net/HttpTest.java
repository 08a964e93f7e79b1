package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// HTTP/1.1 (RFC 9110, RFC 9112) as byte exchanges.
final class HttpTest {
  @RegisterExtension final EchoServer server = new EchoServer();

  @Test
  void answersAndKeepsTheConnection() {
    try (var client = server.connect()) {
      client.send("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
      var first = client.readResponse();
      client.request("GET", "/again");
      var second = client.readResponse();
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.text()).isEqualTo("hello");
      assertThat(first.header("x-target")).isEqualTo("/a?b");
      assertThat(first.header("x-common")).isEqualTo("yes");
      assertThat(second.header("content-length")).isEqualTo("0");
    }
  }
}
