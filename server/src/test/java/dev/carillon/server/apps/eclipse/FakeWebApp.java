package dev.carillon.server.apps.eclipse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The web app on a real socket: it saves what it is sent, and knows every user as John.
final class FakeWebApp implements AutoCloseable {

  /// One request as it came, the path still encoded.
  record Request(String line, String secret, String type, String body) {}

  /// @param status 302 leads to this server's own door for users
  record Answer(int status, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /// What is answered in place of the usual; each is asked once.
  final ConcurrentLinkedQueue<Function<Request, Answer>> next = new ConcurrentLinkedQueue<>();

  private final AtomicInteger saved = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FakeWebApp() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answerNext(int status, String body) {
    next.add(request -> new Answer(status, body));
  }

  /// Returns what the web app answers when it has saved a message.
  static Answer saved(String id, String content, String role, String sender) {
    return new Answer(
        200,
        "{\"success\":true,\"message\":{\"id\":\""
            + id
            + "\",\"content\":"
            + content
            + ",\"role\":\""
            + role
            + "\",\"createdAt\":\"2025-10-31T12:00:00Z\",\"sender\":"
            + sender
            + "}}");
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var request =
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            text(headers.getFirst("X-Internal-Secret")),
            text(headers.getFirst("Content-Type")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Function<Request, Answer> asked = next.poll();
    Answer answer = asked == null ? usual(request) : asked.apply(request);
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> more =
        answer.status == 302 ? Map.of("Location", url() + "/api/users/u9") : Map.of();
    more.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Answer usual(Request request) {
    if (request.line.startsWith("GET /api/users/")) {
      return new Answer(200, "{\"id\":\"u1\",\"name\":\"John\",\"email\":\"j@x\",\"image\":null}");
    }
    String content = request.body.replaceFirst(".*\"content\":(\".*\"),\"role\".*", "$1");
    String role = request.body.replaceFirst(".*\"role\":\"([A-Z]+)\".*", "$1");
    return saved(
        "msg_" + saved.incrementAndGet(),
        content,
        role,
        "{\"id\":\"u1\",\"name\":\"John\",\"email\":\"j@x\",\"avatar\":null}");
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
