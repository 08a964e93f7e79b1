package dev.carillon.server.ops;

import com.sun.net.httpserver.HttpExchange;
import dev.carillon.core.Broker;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `POST /publish`: how a backend without Redis publishes. Safe for any thread.
final class PublishApi {
  private static final long TIMEOUT_SECONDS = 10;

  private final Broker broker;
  private final Guard guard;
  private final int maxBytes;
  private final PublicationReader reader;
  private final Counter requests;
  private final Counter messages;

  PublishApi(Broker broker, Guard guard, int maxBytes, PrometheusRegistry registry) {
    this.broker = broker;
    this.guard = guard;
    this.maxBytes = maxBytes;
    this.reader = new PublicationReader(maxBytes);
    requests =
        Counter.builder()
            .name("carillon_publish_requests")
            .help("Requests to the publish API.")
            .labelNames("status")
            .register(registry);
    messages =
        Counter.builder()
            .name("carillon_published_messages")
            .help("Messages that the broker took from the publish API.")
            .register(registry);
  }

  /// Serves one request; blocks until the broker has accepted all its messages.
  Reply serve(HttpExchange exchange) throws IOException {
    Reply reply = reply(exchange);
    requests.labelValues(Integer.toString(reply.status())).inc();
    return reply;
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    // Before the body is read: a stranger must not make this node hold a mebibyte.
    Reply refusal = guard.refusal(exchange.getRequestHeaders());
    if (refusal != null) {
      return refusal;
    }
    byte[] body = body(exchange);
    if (body == null) {
      return Reply.error(413, "the body is larger than " + maxBytes + " bytes");
    }
    try {
      return publish(reader.read(body));
    } catch (BadPublication e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    }
  }

  private byte @Nullable [] body(HttpExchange exchange) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && (length.length() > 10 || Long.parseLong(length) > maxBytes)) {
      return null;
    }
    byte[] body = exchange.getRequestBody().readNBytes(maxBytes + 1);
    return body.length > maxBytes ? null : body;
  }

  private Reply publish(List<Publication> publications) {
    Broker.State state = broker.state();
    if (state == Broker.State.DOWN || state == Broker.State.CLOSED) {
      return unavailable(0);
    }
    var pending =
        publications.stream()
            .map(p -> broker.publish(p.channel(), p.message()).toCompletableFuture())
            .toList();
    int published = 0;
    for (CompletableFuture<Void> one : pending) {
      if (accepted(one)) {
        published++;
      }
    }
    messages.inc(published);
    return published == pending.size()
        ? Reply.json(200, Map.of("published", published))
        : unavailable(published);
  }

  private static boolean accepted(CompletableFuture<Void> publishing) {
    try {
      publishing.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException _) {
      // The broker says in the log what is wrong with it; a backend needs to know only that.
      return false;
    }
  }

  private static Reply unavailable(int published) {
    return Reply.json(503, Reply.members("error", "the broker is down", "published", published))
        .with("Retry-After", "1");
  }
}
