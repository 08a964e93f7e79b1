package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Address;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoWelcomeTest {
  private static final String OPS = "http://127.0.0.1:9400";

  @Test
  void theCommandIsOneLineThatCanBePasted() {
    assertThat(new DemoWelcome(List.of(), OPS, false).curl())
        .isEqualTo(
            "curl http://127.0.0.1:9400/publish -H 'Content-Type: application/json' -d "
                + "'{\"channel\":\"/records\",\"message\":{\"room\":\"group-1\","
                + "\"records\":{\"comments\":[{\"id\":1,\"body\":\"Hello from curl\"}]}}}'");
  }

  @Test
  void aKeyIsAskedForAndNotPrinted() {
    assertThat(new DemoWelcome(List.of(), OPS, true).curl())
        .contains(" -H \"Authorization: Bearer $OPS_KEY\" ");
  }

  @Test
  void addressesAreListed() {
    var out = new StringWriter();
    var welcome =
        new DemoWelcome(
            List.of(new Address("loomio", URI.create("http://127.0.0.1:5000/socket.io/"))),
            OPS,
            false);

    welcome.print(new PrintWriter(out), null);

    assertThat(out.toString().lines())
        .contains("  loomio      http://127.0.0.1:5000/socket.io/")
        .contains("  ops         http://127.0.0.1:9400/health/ready");
  }
}
