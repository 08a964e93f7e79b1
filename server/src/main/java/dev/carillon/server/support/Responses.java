package dev.carillon.server.support;

import com.sun.net.httpserver.HttpExchange;
import dev.carillon.net.Headers;
import dev.carillon.net.Response;
import java.io.IOException;
import java.util.List;

/// Sends responses through the JDK's HTTP server, which serves the demo page.
public final class Responses {
  private Responses() {}

  /// Answers a request. Nothing of it may be kept by caches, nor taken for another type than it says.
  ///
  /// @param common what every answer of this server gets, besides
  /// @throws IOException if the client has gone
  public static void send(HttpExchange exchange, Response response, Headers common)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    List<String> all = common.and(response.headers()).namesAndValues();
    for (int name = 0; name < all.size(); name += 2) {
      headers.set(all.get(name), all.get(name + 1));
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), response.body().length);
    exchange.getResponseBody().write(response.body());
  }
}
