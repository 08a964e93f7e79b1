package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loader against a server of a few lines that keeps to a script.
@Timeout(30)
class LoaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void aClientConnectsAnswersThePingAndCountsEvents() throws Exception {
    CompletableFuture<String> answers = new CompletableFuture<>();
    serve((in, out) -> {
      String request = upgrade(in, out);
      assertThat(request)
          .startsWith("GET /socket.io/?EIO=4&transport=websocket&channel_token=tok0 ");
      text(out, "0{\"sid\":\"e\"}");
      String connect = masked(in);
      text(out, "40{\"sid\":\"s\"}");
      text(out, "2");
      String pong = masked(in);
      long now = System.nanoTime();
      text(out, "42[\"records\",{\"records\":{\"ts\":" + now + "}},\"o1\"]");
      text(out, "42[\"records\",{\"records\":{\"ts\":" + now + "}},\"o2\"]");
      answers.complete(connect + " " + pong);
    });

    try (Loader loader = new Loader(server.getLocalPort(), App.LOOMIO.talk(300), 1, 1)) {
      loader.connect(1, LIMIT);

      assertThat(loader.pumpUntil(2, LIMIT)).isTrue();
      assertThat(answers.get()).isEqualTo("40 3");
      assertThat(loader.latencies().size()).isEqualTo(2);
      assertThat(loader.latencies().percentile(100)).isBetween(1L, LIMIT.toNanos());
    }
  }

  @Test
  void aRefusedClientEndsTheMeasurement() {
    serve((in, out) -> {
      upgrade(in, out);
      text(out, "44{\"message\":\"no\"}");
    });

    try (Loader loader = new Loader(server.getLocalPort(), App.LOOMIO.talk(300), 1, 1)) {
      assertThatThrownBy(() -> loader.connect(1, LIMIT))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void aServerThatHangsUpEndsTheMeasurement() {
    serve((in, out) -> {
      upgrade(in, out);
      text(out, "40{\"sid\":\"s\"}");
    });

    try (Loader loader = new Loader(server.getLocalPort(), App.LOOMIO.talk(300), 1, 1)) {
      assertThatThrownBy(
              () -> {
                loader.connect(1, LIMIT);
                loader.pump(LIMIT);
              })
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("1 of 1 connections lost");
    }
  }

  @Test
  void eventsOfOneMessageAreCountedAndTheFirstOneTellsTheLatency() {
    int bytes = 200;
    serve((in, out) -> {
      upgrade(in, out);
      assertThat(masked(in)).isEqualTo("{\"type\":\"subscribe\",\"trip_id\":\"bench\"}");
      assertThat(masked(in)).isEqualTo("{\"type\":\"ping\"}");
      text(out, "{\"type\":\"pong\"}");
      Publication events = App.TOGGO.publication(bytes);
      long now = System.nanoTime();
      List<String> batch = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        batch.add(new String(events.message("", i, i == 0 ? now : 0), US_ASCII));
      }
      text(out, App.TOGGO.delivered(batch.subList(0, 1)));
      text(out, App.TOGGO.delivered(batch));
    });

    try (Loader loader = new Loader(server.getLocalPort(), App.TOGGO.talk(bytes), 1, 1)) {
      loader.connect(1, LIMIT);

      assertThat(loader.pumpUntil(71, LIMIT)).isTrue();
      assertThat(loader.progress().delivered()).isEqualTo(71);
      assertThat(loader.latencies().size()).isEqualTo(2);
      assertThat(loader.latencies().percentile(100)).isBetween(1L, LIMIT.toNanos());
    }
  }

  private interface Script {
    void play(InputStream in, OutputStream out) throws IOException;
  }

  /// Plays the script for one connection, then hangs up.
  private void serve(Script script) {
    threads.submit(() -> {
      try (Socket socket = server.accept()) {
        script.play(socket.getInputStream(), socket.getOutputStream());
      }
      return null;
    });
  }

  private static String upgrade(InputStream in, OutputStream out) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.read());
    }
    out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".getBytes(US_ASCII));
    return request.toString();
  }

  private static void text(OutputStream out, String payload) throws IOException {
    out.write(0x81);
    if (payload.length() > 125) {
      out.write(126);
      out.write(payload.length() >> 8);
    }
    out.write(payload.length());
    out.write(payload.getBytes(US_ASCII));
  }

  private static String masked(InputStream in) throws IOException {
    byte[] head = in.readNBytes(6);
    byte[] payload = in.readNBytes(head[1] & 0x7f);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= head[2 + i % 4];
    }
    return new String(payload, US_ASCII);
  }
}
