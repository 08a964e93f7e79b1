package dev.carillon.net;

import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Answers plain HTTP requests: an API or a page, to which nobody stays connected.
///
/// Requests are not held until an app is ready, as their senders wait for an answer: what cannot be answered
/// yet is the resource's to say.
///
/// ```java
/// HttpResource status = exchange -> exchange.respond(200, Headers.NONE, body(), true);
/// Gateway.builder().listen(3000, io, status.at("status", "/status"));
/// ```
@FunctionalInterface
public interface HttpResource {
  /// The largest body of a request that says nothing else, in bytes.
  int DEFAULT_MAX_BODY = 64 * 1024;

  /// Answers a request, its body complete, now or later. Called in the lane of its TCP connection: what
  /// blocks goes to a virtual thread.
  void handle(HttpExchange exchange);

  /// Refuses to become a WebSocket; by default with 404. Called in the lane of the TCP connection.
  default void refuse(HttpUpgrade upgrade) {
    upgrade.refuse(Response.empty(404));
  }

  /// Returns the largest body that a request may have; see [Endpoint#maxBodyBytes].
  default int maxBodyBytes() {
    return DEFAULT_MAX_BODY;
  }

  /// Returns the headers that every response gets; see [Endpoint#commonHeaders].
  default Headers commonHeaders(HttpRequestHead request) {
    return Headers.NONE;
  }

  /// Returns this resource as an endpoint.
  ///
  /// @param name the label in metrics and logs
  /// @param path the one path that is served; with a slash at its end, all that begin with it
  default Endpoint at(String name, String path) {
    return new Mounted(this, name, path);
  }

  /// A resource in its place. As safe for threads as the resource.
  ///
  /// @param path the one path that is served; with a slash at its end, all that begin with it
  record Mounted(HttpResource resource, String name, String path) implements Endpoint {
    @Override
    public boolean accepts(String asked) {
      return path.endsWith("/") ? asked.startsWith(path) : asked.equals(path);
    }

    /// Nobody connects to it.
    @Override
    public @Nullable String entrance() {
      return null;
    }

    @Override
    public void start(Services services, Readiness readiness) {}

    @Override
    public void onRequest(HttpExchange exchange) {
      resource.handle(exchange);
    }

    @Override
    public void onUpgrade(HttpUpgrade upgrade) {
      resource.refuse(upgrade);
    }

    @Override
    public int maxBodyBytes() {
      return resource.maxBodyBytes();
    }

    @Override
    public Headers commonHeaders(HttpRequestHead request) {
      return resource.commonHeaders(request);
    }

    @Override
    public int connections() {
      return 0;
    }

    @Override
    public int rooms() {
      return 0;
    }

    @Override
    public void drain(Duration over) {
      // Requests are short; nobody stays connected.
    }
  }
}
