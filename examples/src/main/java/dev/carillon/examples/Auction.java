package dev.carillon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.Gateway;
import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.ChannelHandler;
import dev.carillon.channels.ChannelListener;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.channels.Dialect;
import dev.carillon.core.CloseReason;
import dev.carillon.json.BadJson;
import dev.carillon.net.HttpRequestHead;
import java.time.Duration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// An auction over a bare WebSocket: `new WebSocket(url + "/auction")`, then `send("25")`. Everybody
/// hears of each bid that is higher than all before; whoever offers less is told so.
public final class Auction implements ChannelHandler<Integer, String> {
  private static final String EVERYBODY = "everybody";

  private final Channels<Integer, String, Integer> endpoint =
      Channels.create("auction", ChannelsSettings.at("/auction"), new Bids(), this);
  private int highest;

  Channels<Integer, String, Integer> endpoint() {
    return endpoint;
  }

  /// The words of an auction: a client says numbers, and is told numbers or why not.
  private static final class Bids implements Dialect<Integer, String, Integer> {
    @Override
    public Integer decode(JsonParser message) throws BadJson {
      if (message.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new BadJson("not-a-bid");
      }
      return message.getIntValue();
    }

    @Override
    public byte[] encode(String refusal) {
      return ("{\"refused\":\"" + refusal + "\"}").getBytes(UTF_8);
    }

    @Override
    public byte[] encodeForBroadcast(Integer bid) {
      return ("{\"highest\":" + bid + "}").getBytes(UTF_8);
    }
  }

  @Override
  public Admission<Integer, String> admit(HttpRequestHead handshake) {
    return new Admission.Admitted<>(Bidder::new);
  }

  private final class Bidder implements ChannelListener<Integer> {
    private final ChannelConnection<String> connection;

    Bidder(ChannelConnection<String> connection) {
      this.connection = connection;
    }

    @Override
    public void onOpen() {
      connection.join(EVERYBODY);
    }

    @Override
    public void onMessage(Integer bid) {
      if (isHighest(bid)) {
        endpoint.broadcast(bid, EVERYBODY);
      } else {
        connection.send("too low");
      }
    }

    @Override
    public void onBadMessage(BadJson reason) {
      connection.close(new CloseReason(4000, "a bid is a whole number", "bad-bid"));
    }
  }

  private synchronized boolean isHighest(int bid) {
    boolean higher = bid > highest;
    highest = Math.max(bid, highest);
    return higher;
  }

  static void main() throws InterruptedException {
    try (Gateway gateway = Gateway.builder().listen(3000, new Auction().endpoint()).start()) {
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
