package dev.carillon.examples;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A WebSocket client that speaks in messages; of Socket.IO, in packets. Safe for any thread.
final class Client implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> packets = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  private Client(URI uri) {
    socket = http.newWebSocketBuilder().buildAsync(uri, new Collector()).join();
  }

  /// Returns a client of plain WebSocket.
  static Client at(int port, String target) {
    return new Client(URI.create("ws://127.0.0.1:" + port + target));
  }

  /// Connects, and waits for the Engine.IO handshake.
  Client(int port) {
    this(URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket"));
    await().until(() -> packets.stream().anyMatch(packet -> packet.startsWith("0{")));
  }

  Client send(String packet) {
    socket.sendText(packet, true).join();
    return this;
  }

  /// Waits for a packet that begins so, and returns it.
  String receive(String start) {
    await().until(() -> packets.stream().anyMatch(packet -> packet.startsWith(start)));
    return packets.stream().filter(packet -> packet.startsWith(start)).findFirst().orElseThrow();
  }

  /// Returns the packets so far.
  List<String> packets() {
    return List.copyOf(packets);
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Collector implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @org.jspecify.annotations.Nullable CompletionStage<?> onText(
        WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        packets.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
