package dev.carillon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import org.junit.jupiter.api.Test;

final class AuctionTest {
  @Test
  void everybodyHearsOfHigherBidsAndTheRestIsRefused() {
    var auction = new Auction();
    try (Gateway gateway = Gateway.builder().listen("127.0.0.1", 0, auction.endpoint()).start();
        Client ann = Client.at(gateway.port(auction.endpoint()), "/auction");
        Client ben = Client.at(gateway.port(auction.endpoint()), "/auction")) {
      ann.send("25").receive("{\"highest\":25}");
      ben.send("25").receive("{\"refused\":\"too low\"}");
      ben.send("30");
      ann.receive("{\"highest\":30}");
      assertThat(ann.packets()).doesNotContain("{\"refused\":\"too low\"}");
    }
  }
}
