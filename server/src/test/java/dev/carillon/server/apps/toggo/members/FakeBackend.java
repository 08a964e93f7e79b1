package dev.carillon.server.apps.toggo.members;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A backend that says who is on a trip, on a real socket.
public final class FakeBackend implements AutoCloseable {
  /// What it answers.
  public record Answer(int status, String body) {}

  public final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final HttpServer server;
  private volatile Function<String, Answer> answers = path -> new Answer(200, "[]");

  public FakeBackend() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Answers by path and query; a status of 0 is no answer before the end.
  public void answer(Function<String, Answer> by) {
    answers = by;
  }

  public void answer(int status, String body) {
    answers = path -> new Answer(status, body);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    Answer answer = answers.apply(path);
    if (answer.status == 0) {
      awaitEnd();
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
    exchange.sendResponseHeaders(
        answer.status == 0 ? 500 : answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitEnd() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    slow.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
