package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.config.Settings;
import dev.carillon.server.support.StopSignal;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MatrixClientTest {
  private static final MatrixSettings DEFAULTS = MatrixSettings.defaults();
  private static final MatrixSettings HASTY =
      Settings.of(
          MatrixSettings::new,
          Map.of("timeout", "200ms", "max-attempts", "2", "max-retry-delay", "10ms"));

  private final StopSignal stop = new StopSignal();

  @Test
  void serverThatNeverAnswersIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MatrixClient client = client(HASTY, Duration.ofMillis(1))) {
      assertThatThrownBy(() -> client.send(post(silent.getLocalPort()), "t"))
          .isInstanceOf(MatrixException.class)
          .hasMessage("io");
    }
  }

  @Test
  void serverThatStopsWithinItsAnswerIsGivenUp() throws Exception {
    try (ServerSocket half = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MatrixClient client = client(HASTY, Duration.ofMillis(1))) {
      Thread.ofVirtual().start(() -> answerHalf(half));
      assertThatThrownBy(() -> client.send(post(half.getLocalPort()), "t")).hasMessage("io");
    }
  }

  @Test
  void serverThatIsNotThereIsGivenUp() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    try (MatrixClient client = client(HASTY, Duration.ofMillis(1))) {
      assertThatThrownBy(() -> client.send(post(port), "t")).hasMessage("io");
    }
  }

  @Test
  void stopEndsTheWaitForTheNextTry() throws Exception {
    try (FakeMatrix matrix = new FakeMatrix();
        MatrixClient client = client(DEFAULTS, Duration.ofHours(1))) {
      matrix.next.add(new FakeMatrix.Answer(502, ""));
      stop.stop();
      Post post = new Post(matrix.url(), "t", "!r:e", "{}");
      assertThatThrownBy(() -> client.send(post, "t")).hasMessage("http-502");
    }
  }

  @Test
  void aliasesAreRememberedPerTokenUpToTheLimit() throws Exception {
    try (FakeMatrix matrix = new FakeMatrix();
        MatrixClient client = client(DEFAULTS, Duration.ofMillis(1))) {
      matrix.aliases.put("%23a%3Ae", "!a:e");
      client.send(new Post(matrix.url(), "one", "#a:e", "{}"), "1");
      client.send(new Post(matrix.url(), "one", "#a:e", "{}"), "2");
      client.send(new Post(matrix.url(), "two", "#a:e", "{}"), "3");
      assertThat(client.rememberedRooms()).isEqualTo(2);
      assertThat(matrix.requests).hasSize(5);
    }
  }

  private MatrixClient client(MatrixSettings settings, Duration pause) {
    RetryPolicy retries = new RetryPolicy(pause, settings.maxRetryDelay, new Random(1));
    return new MatrixClient(settings, retries, new FakeClock(), stop);
  }

  private static Post post(int port) {
    return new Post("http://127.0.0.1:" + port, "token", "!r:e", "{}");
  }

  private static void answerHalf(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        OutputStream out = socket.getOutputStream();
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
