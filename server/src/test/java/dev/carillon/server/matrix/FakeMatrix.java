package dev.carillon.server.matrix;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Matrix server with the two calls that bots make, over `/r0/` and `/v3/`, on a real socket.
///
/// As real ones do, it takes a repeated transaction for one event.
final class FakeMatrix implements AutoCloseable {
  private static final Pattern ALIAS =
      Pattern.compile("/_matrix/client/(?:r0|v3)/directory/room/([^/]+)");
  private static final Pattern SEND =
      Pattern.compile("/_matrix/client/(?:r0|v3)/rooms/([^/]+)/send/m\\.room\\.message/([^/]+)");

  /// One request as it came, the path still encoded.
  record Request(String method, String path, String authorization, String body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  /// An answer other than the usual one.
  record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<Request> events = new CopyOnWriteArrayList<>();
  final Map<String, String> aliases = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
  private final Set<String> transactions = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FakeMatrix() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Request request =
        new Request(
            exchange.getRequestMethod(),
            path,
            authorization == null ? "" : authorization,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Answer answer = next.poll();
    if (answer == null) {
      answer = usual(request);
    }
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Answer usual(Request request) {
    Matcher alias = ALIAS.matcher(request.path);
    if (request.method.equals("GET") && alias.matches()) {
      String room = aliases.get(alias.group(1));
      return room == null
          ? new Answer(404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"no such alias\"}")
          : new Answer(200, "{\"room_id\":\"" + room + "\",\"servers\":[\"example.org\"]}");
    }
    Matcher send = SEND.matcher(request.path);
    if (request.method.equals("PUT") && send.matches()) {
      if (transactions.add(send.group(2))) {
        events.add(request);
      }
      return new Answer(200, "{\"event_id\":\"$e\"}");
    }
    return new Answer(404, "{\"errcode\":\"M_UNRECOGNIZED\"}");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
