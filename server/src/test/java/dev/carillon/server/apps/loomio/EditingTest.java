package dev.carillon.server.apps.loomio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.net.Endpoint;
import dev.carillon.server.apps.Links;
import dev.carillon.server.config.Settings;
import dev.carillon.support.RawSocket;
import dev.carillon.yjs.lib0.Encoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Loomio's editing: what Loomio is asked, and what an editor hears.
final class EditingTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Links NO_LINKS =
      url -> {
        throw new IllegalStateException("no link is needed");
      };
  private static final String DOCUMENT = "comment-456-body";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer loomio;
  private Gateway gateway;

  /// What Loomio answers; 0: nothing.
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    loomio = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    loomio.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    loomio.createContext("/", this::answer);
    loomio.start();
    gateway = start(Map.of());
  }

  private Gateway start(Map<String, String> more) {
    var texts = new HashMap<String, String>();
    texts.put("records.port", "0");
    texts.put("records.bind", "127.0.0.1");
    texts.put("editing.port", "0");
    texts.put("editing.bind", "127.0.0.1");
    texts.put(
        "editing.auth-url",
        "http://127.0.0.1:" + loomio.getAddress().getPort() + "/api/hocuspocus");
    texts.putAll(more);
    texts.values().removeIf(String::isEmpty);
    LoomioSettings settings = Settings.of(LoomioSettings::new, texts);
    return Gateway.builder().app(new LoomioApp(settings, NO_LINKS)).start();
  }

  private void restart(Map<String, String> more) {
    gateway.close();
    gateway = start(more);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    if (status == 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(status == 0 ? 200 : status, -1);
    exchange.close();
  }

  @AfterEach
  void close() {
    never.countDown();
    gateway.close();
    loomio.stop(0);
  }

  private int port() {
    List<Mount> mounts = gateway.apps().getFirst().mounts();
    Endpoint endpoint = mounts.getLast().endpoints().getLast();
    return gateway.port(endpoint);
  }

  private RawSocket connect() {
    RawSocket editor = RawSocket.connect(port());
    assertThat(editor.upgrade("/any/path", "Origin: https://loomio.example").status())
        .isEqualTo(101);
    return editor;
  }

  private static void show(RawSocket editor, String document, String token) {
    var frame = new Encoder();
    frame.writeString(document);
    frame.writeUint8(2);
    frame.writeUint8(0);
    frame.writeString(token);
    editor.sendBinary(frame.toByteArray());
  }

  /// Returns what stands behind the name of the document in the next frame.
  private static String hear(RawSocket editor, String document) {
    String frame = HEX.formatHex(editor.readFrame().payload());
    var name = new Encoder();
    name.writeString(document);
    assertThat(frame).startsWith(HEX.formatHex(name.toByteArray()));
    return frame.substring(name.size() * 2);
  }

  private static final String LET_IN = "02020a" + HEX.formatHex("read-write".getBytes(UTF_8));
  private static final String DENIED =
      "020111" + HEX.formatHex("permission-denied".getBytes(UTF_8));

  @Test
  void loomioIsAskedAsTheOriginalAsks() {
    try (RawSocket editor = connect()) {
      show(editor, DOCUMENT, "123,abc-def-ghi");
      assertThat(hear(editor, DOCUMENT)).isEqualTo(LET_IN);
    }
    assertThat(asked)
        .containsExactly(
            "POST /api/hocuspocus application/json; charset=UTF-8"
                + " {\"user_secret\":\"123,abc-def-ghi\",\"document_name\":\"comment-456-body\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 500, 302, 204, 201, 404})
  void allButA200Denies(int answer) {
    status = answer;
    try (RawSocket editor = connect()) {
      show(editor, DOCUMENT, "123,abc");
      assertThat(hear(editor, DOCUMENT)).isEqualTo(DENIED);

      status = 200;
      show(editor, DOCUMENT, "123,abc");
      assertThat(hear(editor, DOCUMENT)).as("a second try on the same socket").isEqualTo(LET_IN);
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoeverDoesNotAnswerInTimeDeniesAndHoldsUpNoOtherDocument() {
    restart(Map.of("editing.auth-timeout", "300ms"));
    status = 0;
    try (RawSocket editor = connect()) {
      show(editor, DOCUMENT, "123,abc");
      show(editor, "group-2-description", "0,guest");
      assertThat(hear(editor, "group-2-description")).isEqualTo(DENIED);
      assertThat(hear(editor, DOCUMENT)).isEqualTo(DENIED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'0,t-1', comment-new-t-1-100-discussion-456-body, true",
    "'0,t-1', comment-new-t-1, true",
    "'0,t-1', comment-new-t-12-body, false",
    "'0,t-1', comment-456-body, false",
    "'0,', comment-new--body, false",
    "'0', comment-new-body, false",
    "'00,t', comment-456-body, false",
    "'', comment-456-body, false",
    "'x,t', comment-456-body, false",
    "'7,t', comment-456-body, true"
  })
  void guestsEditWhatTheyAreAboutToWrite(String token, String document, boolean allowed) {
    try (RawSocket editor = connect()) {
      show(editor, document, token);
      assertThat(hear(editor, document)).isEqualTo(allowed ? LET_IN : DENIED);
    }
    assertThat(asked).hasSize(allowed ? 1 : 0);
  }

  @Test
  void guestsMayEditEverythingWhereThatIsAskedFor() {
    restart(Map.of("editing.guests", "all"));
    try (RawSocket editor = connect()) {
      show(editor, DOCUMENT, "0,t");
      assertThat(hear(editor, DOCUMENT)).isEqualTo(LET_IN);
    }
  }

  @Test
  void aPlainRequestIsGreeted() {
    try (RawSocket client = RawSocket.connect(port())) {
      assertThat(client.request("GET", "/").readResponse().text())
          .isEqualTo("Welcome to Hocuspocus!");
    }
  }

  @Test
  void withoutAnAddressThereIsNoEditing() {
    restart(Map.of("editing.auth-url", ""));
    assertThat(gateway.apps().getFirst().mounts()).hasSize(1);
  }

  @Test
  void itSharesThePortOfTheRecordsWhereItIsToldTo() {
    String port = "" + freePort();
    restart(Map.of("editing.port", port, "records.port", port));
    try (RawSocket editor = connect();
        RawSocket browser = RawSocket.connect(port())) {
      show(editor, DOCUMENT, "1,a");
      assertThat(hear(editor, DOCUMENT)).isEqualTo(LET_IN);
      assertThat(
              browser.request("GET", "/socket.io/?EIO=4&transport=polling").readResponse().text())
          .startsWith("0{");
    }
  }

  private static int freePort() {
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
