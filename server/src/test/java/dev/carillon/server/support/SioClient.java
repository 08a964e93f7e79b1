package dev.carillon.server.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/// A Socket.IO client in packets as text: what it gets is a list, pings are answered.
public final class SioClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final CopyOnWriteArrayList<String> packets = new CopyOnWriteArrayList<>();
  private final WebSocket socket;
  private volatile boolean closed;

  /// Opens a WebSocket; the Engine.IO handshake is the first packet.
  public SioClient(int port, String query) {
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create(
                    "ws://127.0.0.1:"
                        + port
                        + "/socket.io/?EIO=4&transport=websocket"
                        + (query.isEmpty() ? "" : "&" + query)),
                new Listener())
            .join();
    soon().until(() -> !packets.isEmpty());
  }

  /// Waits for what takes a few milliseconds: many clients one after another add up.
  public static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  public SioClient send(String packet) {
    socket.sendText(packet, true).join();
    return this;
  }

  /// All packets after the handshake.
  public List<String> packets() {
    return packets.stream().filter(packet -> !packet.equals("2")).skip(1).toList();
  }

  /// Events, without the position at their end.
  public List<String> events() {
    return packets().stream()
        .filter(packet -> packet.startsWith("42"))
        .map(packet -> packet.replaceFirst(",\"[^\",{}\\[\\]]*\"]$", "]"))
        .toList();
  }

  /// Waits for the answer to CONNECT.
  public String connected() {
    soon().until(() -> packets().stream().anyMatch(packet -> packet.startsWith("40")));
    return packets().stream().filter(packet -> packet.startsWith("40")).findFirst().orElseThrow();
  }

  public boolean closed() {
    return closed;
  }

  /// Cuts the connection without a word.
  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String packet = text.toString();
        text.setLength(0);
        packets.add(packet);
        if (packet.equals("2")) {
          ws.sendText("3", true);
        }
      }
      ws.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
      closed = true;
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
      closed = true;
    }
  }
}
