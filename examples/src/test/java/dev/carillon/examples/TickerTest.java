package dev.carillon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import org.junit.jupiter.api.Test;

final class TickerTest {
  @Test
  void watchersHearTheTicksOfTheBackendsThread() {
    try (var ticker = new Ticker();
        Gateway gateway = Gateway.builder().listen("127.0.0.1", 0, ticker.endpoint()).start();
        Client watcher = new Client(gateway.port(ticker.endpoint()))) {
      watcher.send("40").receive("40");
      watcher.send("42[\"watch\"]");
      ticker.start(10);

      assertThat(watcher.receive("42")).startsWith("42[\"tick\",");
    }
  }
}
