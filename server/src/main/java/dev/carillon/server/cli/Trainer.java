package dev.carillon.server.cli;

import dev.carillon.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clients and a backend on loopback, who do for a moment what clients and backends do. What they are answered
/// does not matter, as long as it is said. Confined to one thread.
final class Trainer {
  private static final int CLIENTS = 25;
  private static final int POLLS = 40;
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /// For `/health/ready` and all else that is asked of the ops port.
  private static final List<String> PAGES = List.of("/health/ready", "/metrics");

  private static final List<String> PUBLICATIONS =
      List.of(
          publication(
              "trip:t1",
              "{\"id\":\"e1\",\"topic\":\"comment.created\",\"trip_id\":\"t1\",\"data\":{\"text\":\"hello\"},"
                  + "\"timestamp\":\"2026-01-01T00:00:00Z\"}"),
          publication("/records", "{\"room\":\"group-1\",\"records\":{\"comments\":[{\"id\":1}]}}"),
          publication("/system_notice", "{\"notice\":\"soon\",\"reload\":false}"),
          publication(
              "chat:c1", "{\"type\":\"message\",\"data\":{\"id\":\"m1\",\"content\":\"hello\"}}"));

  private final URI ops;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<WebSocket> talking = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final List<URI> polled = new ArrayList<>();

  Trainer(URI ops) {
    this.ops = ops;
  }

  private static String publication(String channel, String message) {
    return "{\"channel\":\"" + channel + "\",\"message\":" + message + "}";
  }

  /// Connects to an endpoint, as often as many clients would.
  void add(Address address) throws InterruptedException {
    boolean socketIo = address.uri().getPath().endsWith(".io/");
    String query = socketIo ? "?EIO=4&transport=websocket" : "";
    URI at = URI.create(address.uri().toString().replaceFirst("^http", "ws") + query);
    List<String> first =
        socketIo ? List.of("40") : List.of("{\"type\":\"subscribe\",\"trip_id\":\"t1\"}");
    String then = socketIo ? "42[\"message\",{\"a\":1,\"b\":\"two\"}]" : "{\"type\":\"ping\"}";
    if (socketIo) {
      polled.add(address.uri());
    }
    for (int i = 0; i < CLIENTS; i++) {
      try {
        WebSocket socket =
            http.newWebSocketBuilder()
                .buildAsync(at, new Hearing())
                .orTimeout(2, TimeUnit.SECONDS)
                .join();
        first.forEach(word -> socket.sendText(word, true).join());
        talking.add(socket);
        words.add(then);
      } catch (CompletionException e) {
        return; // it wants a token, say
      }
    }
  }

  void run() throws IOException, InterruptedException {
    long end = System.nanoTime() + NANOS;
    for (int round = 0; System.nanoTime() < end; round++) {
      for (int i = 0; i < talking.size(); i++) {
        if (!talking.get(i).isOutputClosed()) {
          talking.get(i).sendText(words.get(i), true).exceptionally(failure -> null).join();
        }
      }
      for (String publication : PUBLICATIONS) {
        send(
            HttpRequest.newBuilder(ops.resolve("/publish"))
                .POST(BodyPublishers.ofString(publication)));
      }
      if (round < POLLS) {
        for (URI endpoint : polled) {
          poll(endpoint);
        }
        for (String page : PAGES) {
          send(HttpRequest.newBuilder(ops.resolve(page)));
        }
      }
    }
    talking.forEach(WebSocket::abort);
    http.close();
  }

  /// A client that polls: it connects, says something, and goes.
  private void poll(URI endpoint) throws IOException, InterruptedException {
    URI at = endpoint.resolve("?EIO=4&transport=polling");
    String open = send(HttpRequest.newBuilder(at));
    int from = open.indexOf("\"sid\":\"") + 7;
    if (from < 7) {
      return;
    }
    URI session = URI.create(at + "&sid=" + open.substring(from, open.indexOf('"', from)));
    send(HttpRequest.newBuilder(session).POST(BodyPublishers.ofString("40")));
    send(HttpRequest.newBuilder(session));
    send(HttpRequest.newBuilder(session).POST(BodyPublishers.ofString("42[\"message\",1]\u001e1")));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(2)).build(), BodyHandlers.ofString())
        .body();
  }

  /// Hears what comes, and answers pings as Engine.IO wants it.
  private static final class Hearing implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (data.length() == 1 && data.charAt(0) == '2') {
        socket.sendText("3", true);
      }
      socket.request(1);
      return null;
    }
  }
}
