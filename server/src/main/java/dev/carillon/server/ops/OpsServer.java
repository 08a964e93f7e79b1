package dev.carillon.server.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import dev.carillon.net.Headers;
import dev.carillon.net.Response;
import dev.carillon.server.support.Responses;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ops port: health, metrics and the publish API in its two dialects.
///
/// Safe for any thread. Requests run on virtual threads, one each, and may block.
public final class OpsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final Set<String> READ = Set.of("GET", "HEAD");

  private final HttpServer http;
  private final ExecutorService threads;
  private final Health health;
  private final PrometheusRegistry registry;
  private final PublishRequests requests;
  private final PublishApi publish;
  private final UpstashApi upstash;

  static {
    // The JDK's server reads its limits from system properties, once. Who is slow to send a request
    // or to read an answer is let go, and there is a bound on how many may try.
    limit("sun.net.httpserver.maxReqTime", "30");
    limit("sun.net.httpserver.maxRspTime", "30");
    limit("jdk.httpserver.maxConnections", "512");
    limit("sun.net.httpserver.maxIdleConnections", "64");
    // What is refused for its size is read on for a while, or else the refusal itself is lost:
    // closing
    // with bytes unread resets the connection (RFC 9112 §9.6).
    limit("sun.net.httpserver.drainAmount", Integer.toString(4 * 1024 * 1024));
    // Without it a keep-alive client waits 40 ms for each answer (Nagle's algorithm).
    limit("sun.net.httpserver.nodelay", "true");
  }

  private OpsServer(
      HttpServer http,
      OpsSettings settings,
      Health health,
      PrometheusRegistry registry,
      Broker broker,
      Interest.Source apps) {
    this.http = http;
    this.health = health;
    this.registry = registry;
    int maxBytes = settings.maxPublish;
    var guard = new Guard(settings.key, settings.bind);
    requests = new PublishRequests(guard, maxBytes, registry);
    var publisher = new Publisher(broker, apps, registry);
    publish = new PublishApi(publisher, maxBytes);
    upstash = new UpstashApi(publisher, maxBytes);
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ops-", 0).factory());
  }

  /// Binds the port and starts to serve.
  ///
  /// @param broker what the publish API publishes to
  /// @param apps who is asked first
  /// @throws IOException if the port cannot be bound; the message names address and port
  public static OpsServer start(
      OpsSettings settings,
      Health health,
      PrometheusRegistry registry,
      Broker broker,
      Interest.Source apps)
      throws IOException {
    var address = new InetSocketAddress(settings.bind, settings.port);
    HttpServer http;
    try {
      http = HttpServer.create(address, 128);
    } catch (IOException e) {
      String where = settings.bind + ":" + settings.port;
      throw new IOException("ops port " + where + " cannot be bound: " + e.getMessage(), e);
    }
    var ops = new OpsServer(http, settings, health, registry, broker, apps);
    http.setExecutor(ops.threads);
    http.createContext("/", ops::handle);
    http.start();
    return ops;
  }

  /// Returns the address that is really listened on.
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /// Stops at once. Idempotent.
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response reply;
      try {
        reply = route(exchange);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("ops request failed");
        reply = Response.error(500, "internal error");
      }
      Responses.send(exchange, reply, Headers.NONE);
    }
  }

  private Response route(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    boolean post = method.equals("POST");
    return switch (exchange.getRequestURI().getPath()) {
      case "/health/live" -> READ.contains(method) ? live() : notAllowed("GET, HEAD");
      case "/health/ready" -> READ.contains(method) ? ready() : notAllowed("GET, HEAD");
      case "/metrics" -> READ.contains(method) ? metrics() : notAllowed("GET, HEAD");
      case "/publish" -> post ? requests.serve(exchange, publish) : notAllowed("POST");
      case "/pipeline" -> post ? upstash(exchange, upstash::pipeline) : notAllowed("POST");
      case "/multi-exec" -> post ? upstash(exchange, upstash::transaction) : notAllowed("POST");
      case "/" -> post ? upstash(exchange, upstash::command) : notFound();
      case null, default -> notFound();
    };
  }

  private Response upstash(HttpExchange exchange, BiFunction<byte[], Boolean, Response> form)
      throws IOException {
    boolean base64 = UpstashApi.wantsBase64(exchange);
    return requests.serve(exchange, body -> form.apply(body, base64));
  }

  private static Response live() {
    return Response.json(200, Map.of("live", true));
  }

  private Response ready() {
    List<String> reasons = health.reasons();
    return reasons.isEmpty()
        ? Response.json(200, Map.of("ready", true))
        : Response.json(503, unready(reasons));
  }

  private static Map<String, ?> unready(List<String> reasons) {
    var members = new LinkedHashMap<String, Object>();
    members.put("ready", false);
    members.put("reasons", reasons);
    return members;
  }

  private Response metrics() {
    var text = new ByteArrayOutputStream(16 * 1024);
    try {
      PrometheusTextFormatWriter.create()
          .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Response.of(200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
  }

  private static Response notFound() {
    return Response.error(404, "no such page");
  }

  private static Response notAllowed(String allowed) {
    return Response.error(405, "allowed: " + allowed).with("Allow", allowed);
  }

  private static void limit(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
