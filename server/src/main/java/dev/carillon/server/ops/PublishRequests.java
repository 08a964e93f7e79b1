package dev.carillon.server.ops;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.carillon.net.Response;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Lets requests that publish in, whatever their dialect: checks who sends them and how large they
/// are, and counts them. Safe for any thread.
final class PublishRequests {
  private final Guard guard;
  private final int maxBytes;
  private final Counter requests;

  PublishRequests(Guard guard, int maxBytes, PrometheusRegistry registry) {
    this.guard = guard;
    this.maxBytes = maxBytes;
    requests =
        Counter.builder()
            .name("carillon_publish_requests")
            .help("Requests to the publish API.")
            .labelNames("status")
            .register(registry);
  }

  /// What a dialect makes of a body.
  @FunctionalInterface
  interface Dialect {
    Response answer(byte[] body);
  }

  /// Serves one request; blocks as long as the dialect does.
  Response serve(HttpExchange exchange, Dialect dialect) throws IOException {
    Response reply = reply(exchange, dialect);
    requests.labelValues(Integer.toString(reply.status())).inc();
    return reply;
  }

  private Response reply(HttpExchange exchange, Dialect dialect) throws IOException {
    // Before the body is read: a stranger must not make this node hold a mebibyte.
    Response refusal = guard.refusal(exchange.getRequestHeaders());
    if (refusal != null) {
      return refusal;
    }
    byte[] body = body(exchange);
    return body == null
        ? Response.error(413, "the body is larger than " + maxBytes + " bytes")
        : dialect.answer(body);
  }

  private byte @Nullable [] body(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String length = headers.getFirst("Content-Length");
    if (length != null && (length.length() > 10 || Long.parseLong(length) > maxBytes)) {
      return null;
    }
    byte[] body = exchange.getRequestBody().readNBytes(maxBytes + 1);
    return body.length > maxBytes ? null : body;
  }
}
