package dev.carillon.server.ops;

import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.Response;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/// Lets requests that publish in, whatever their dialect: checks who sends them and how large they
/// are, alone and all together, and counts them.
///
/// What is known from the head alone is refused before the body is read. A body counts with the length that its
/// head announces while it is on its way, or with the largest one if it announces none, and with its own until
/// the request is answered. Safe for any thread.
final class PublishRequests {
  private final Guard guard;
  private final int maxBytes;
  private final Allowance allowance;
  private final Counter requests;

  /// @param maxBytes the largest body
  /// @param maxTotal the bodies of all requests together
  PublishRequests(Guard guard, int maxBytes, long maxTotal, PrometheusRegistry registry) {
    this.guard = guard;
    this.maxBytes = maxBytes;
    this.allowance = new Allowance(maxTotal);
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

  /// Returns why a request is not served, as far as its head tells; `null` if it may go on.
  ///
  /// @param token what else counts as the key; `null`: nothing
  @Nullable Response refusal(HttpRequestHead head, @Nullable String token) {
    Response refusal = guard.refusal(head, token);
    long announced = announced(head);
    if (refusal == null && announced > maxBytes) {
      refusal = Response.error(413, "the body is larger than " + maxBytes + " bytes");
    }
    if (refusal == null && !allowance.has(announced)) {
      refusal =
          Response.error(503, "too many requests at once, by their size").with("Retry-After", "1");
    }
    return refusal == null ? null : counted(refusal);
  }

  /// A body is on its way.
  void bodyBegun(HttpRequestHead head) {
    allowance.take(announced(head));
  }

  /// A body has come, or comes no more.
  void bodyEnded(HttpRequestHead head) {
    allowance.giveBack(announced(head));
  }

  private long announced(HttpRequestHead head) {
    if (head.header("transfer-encoding") != null) {
      return maxBytes;
    }
    String length = head.header("content-length");
    // Checked by then: digits, and few enough.
    return length == null ? 0 : Long.parseLong(length);
  }

  /// Holds a body until it is answered: [#answered] comes behind.
  void taken(byte[] body) {
    allowance.take(body.length);
  }

  /// Gives a body up.
  void answered(byte[] body) {
    allowance.giveBack(body.length);
  }

  /// Serves one request; blocks as long as the dialect does.
  Response serve(byte[] body, Dialect dialect) {
    return counted(dialect.answer(body));
  }

  private Response counted(Response reply) {
    requests.labelValues(Integer.toString(reply.status())).inc();
    return reply;
  }
}
