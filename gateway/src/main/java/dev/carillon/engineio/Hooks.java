package dev.carillon.engineio;

import dev.carillon.net.Headers;
import dev.carillon.net.HttpRequestHead;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an embedder has hung onto an endpoint. One that fails harms nobody else. Safe for any thread.
final class Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  private final List<ResponseHeaders> headers = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionError>> errors = new CopyOnWriteArrayList<>();

  void add(ResponseHeaders hook) {
    headers.add(hook);
  }

  void add(Consumer<ConnectionError> listener) {
    errors.add(listener);
  }

  /// Returns what is added to the answer to a request.
  Headers headers(HttpRequestHead request) {
    Headers all = Headers.NONE;
    for (ResponseHeaders hook : headers) {
      try {
        all = all.and(hook.of(request, request.query().getOrDefault("sid", "").isEmpty()));
      } catch (RuntimeException e) {
        LOG.error("hook for response headers failed", e);
      }
    }
    return all;
  }

  /// Tells of a request that is refused.
  void refused(HttpRequestHead request, int code, String message) {
    for (Consumer<ConnectionError> listener : errors) {
      try {
        listener.accept(new ConnectionError(request, code, message));
      } catch (RuntimeException e) {
        LOG.error("listener for connection errors failed", e);
      }
    }
  }
}
