package dev.carillon.publisher.loomio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.carillon.publisher.loomio.EditingCallback.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Serves [EditingCallback] with the HTTP server of the JDK.
///
/// ```java
/// server.createContext("/api/hocuspocus", new EditingHandler(callback));
/// ```
///
/// Immutable. It blocks as long as the application's answers do: give the server an executor.
public final class EditingHandler implements HttpHandler {
  private final EditingCallback callback;

  /// Serves a callback.
  public EditingHandler(EditingCallback callback) {
    this.callback = callback;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        reply(exchange, new Answer(405, "only POST"));
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(EditingRequest.MAX_BYTES + 1);
      reply(exchange, callback.answer(body));
    }
  }

  private static void reply(HttpExchange exchange, Answer answer) throws IOException {
    byte[] text = answer.reason().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(answer.status(), text.length);
    exchange.getResponseBody().write(text);
  }
}
