package dev.carillon.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.core.CloseReason;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A little app for tests: a client says arrays of words, such as `["join","room"]`, and is told
/// strings.
///
/// Safe for any thread.
final class Chat implements Dialect<List<String>, String, String> {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<CloseReason> closed = new CopyOnWriteArrayList<>();
  final Channels<List<String>, String, String> endpoint;
  volatile Runnable onMessage = () -> {};

  Chat(ChannelsSettings settings) {
    endpoint = Channels.create("chat", settings, this, this::admit);
  }

  private Admission<List<String>, String> admit(HttpRequestHead handshake) {
    return switch (handshake.query().getOrDefault("let", "in")) {
      case "no" -> new Admission.Refused<>(Response.error(401, "no"), "guest");
      case "broken" ->
          new Admission.Admitted<>(connection -> {
            throw new IllegalStateException("on purpose");
          });
      default -> new Admission.Admitted<>(Listener::new);
    };
  }

  @Override
  public List<String> decode(JsonParser message) throws BadJson {
    if (message.currentToken() != JsonToken.START_ARRAY) {
      throw new BadJson("not-an-array");
    }
    var words = new ArrayList<String>();
    while (message.nextToken() != JsonToken.END_ARRAY) {
      words.add(String.valueOf(message.getString()));
      message.skipChildren();
    }
    return words;
  }

  @Override
  public byte[] encode(String message) {
    return StrictJson.write(json -> json.writeString(message));
  }

  @Override
  public byte[] encodeForBroadcast(String message) {
    return ("{\"said\":\"" + message + "\"}").getBytes(UTF_8);
  }

  private final class Listener implements ChannelListener<List<String>> {
    private final ChannelConnection<String> connection;

    Listener(ChannelConnection<String> connection) {
      this.connection = connection;
    }

    @Override
    public void onOpen() {
      connection.send("welcome");
    }

    @Override
    public void onMessage(List<String> message) {
      onMessage.run();
      heard.add(String.join(" ", message));
      switch (message.getFirst()) {
        case "join" ->
            connection
                .lane()
                .run(() -> {
                  connection.join(message.get(1));
                  connection.send("joined " + message.get(1));
                });
        case "leave" -> connection.leave(message.get(1));
        case "say" ->
            endpoint.broadcast(message.get(2), List.of(message.get(1)), List.of(connection.id()));
        case "bye" -> connection.close(new CloseReason(4001, "bye", "bye"));
        case "quiet" -> connection.closeWithoutCode(CloseReason.SERVER);
        default -> connection.send(message.getFirst());
      }
    }

    @Override
    public void onBadMessage(BadJson reason) {
      connection.send("bad: " + reason.reason());
    }

    @Override
    public void onClose(CloseReason reason) {
      closed.add(reason);
    }
  }
}
