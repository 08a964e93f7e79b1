package dev.carillon.server.ops;

import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.Response;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is asked for at the ops port, and who answers it. Safe for any thread.
final class OpsEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(OpsEndpoint.class);
  private static final Set<String> READ = Set.of("GET", "HEAD");

  /// Nothing may be kept by caches, nor taken for another type than it says.
  private static final Headers COMMON =
      Headers.of("Cache-Control", "no-store").and(Headers.of("X-Content-Type-Options", "nosniff"));

  private static final byte[] NO_BODY = {};

  private final int maxBytes;
  private final Executor threads;
  private final Health health;
  private final PrometheusRegistry registry;
  private final PublishRequests requests;
  private final PublishApi publish;
  private final UpstashApi upstash;

  OpsEndpoint(
      OpsSettings settings,
      Executor threads,
      Health health,
      PrometheusRegistry registry,
      Broker broker,
      Interest.Source apps) {
    this.maxBytes = settings.maxPublish;
    this.threads = threads;
    this.health = health;
    this.registry = registry;
    var guard = new Guard(settings.key, settings.bind);
    this.requests = new PublishRequests(guard, maxBytes, settings.maxPublishTotal, registry);
    var publisher = new Publisher(broker, apps, registry);
    this.publish = new PublishApi(publisher, maxBytes);
    this.upstash = new UpstashApi(publisher, maxBytes);
  }

  @Override
  public String name() {
    return "ops";
  }

  @Override
  public boolean accepts(String path) {
    return true;
  }

  /// Nobody stays connected.
  @Override
  public @Nullable String entrance() {
    return null;
  }

  @Override
  public void start(Services services, Readiness readiness) {}

  @Override
  public int maxBodyBytes() {
    return maxBytes;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return COMMON;
  }

  /// Before the body is read: a stranger must not make this node hold a mebibyte.
  @Override
  public @Nullable Response refusal(HttpRequestHead request) {
    return publishes(request) ? requests.refusal(request, token(request)) : null;
  }

  @Override
  public void onBodyBegun(HttpRequestHead request) {
    if (publishes(request)) {
      requests.bodyBegun(request);
    }
  }

  @Override
  public void onBodyEnded(HttpRequestHead request, boolean clientGone) {
    if (publishes(request)) {
      requests.bodyEnded(request);
    }
  }

  private static boolean publishes(HttpRequestHead request) {
    return switch (request.path()) {
      case "/publish", "/pipeline", "/multi-exec", "/" -> request.method().equals("POST");
      case String path ->
          UpstashPath.accepts(path) && UpstashPath.METHODS.contains(request.method());
    };
  }

  /// Clients of Upstash that can set no header put the key into the query.
  private static @Nullable String token(HttpRequestHead request) {
    return request.path().equals("/publish") ? null : request.query().get("_token");
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    byte[] body = exchange.body();
    requests.taken(body);
    try {
      threads.execute(() -> answer(exchange, body));
    } catch (RejectedExecutionException e) {
      requests.answered(body);
      exchange.abort();
    }
  }

  private void answer(HttpExchange exchange, byte[] body) {
    Response reply;
    try {
      reply = route(exchange, body);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("ops request failed");
      reply = Response.error(500, "internal error");
    } finally {
      requests.answered(body);
    }
    exchange.respond(reply);
  }

  private Response route(HttpExchange exchange, byte[] body) {
    String method = exchange.method();
    boolean post = method.equals("POST");
    boolean base64 = UpstashApi.wantsBase64(exchange);
    return switch (exchange.path()) {
      case "/health/live" -> READ.contains(method) ? live() : notAllowed("GET, HEAD");
      case "/health/ready" -> READ.contains(method) ? ready() : notAllowed("GET, HEAD");
      case "/metrics" -> READ.contains(method) ? metrics() : notAllowed("GET, HEAD");
      case "/publish" -> post ? requests.serve(body, publish) : notAllowed("POST");
      case "/pipeline" ->
          post ? requests.serve(body, b -> upstash.pipeline(b, base64)) : notAllowed("POST");
      case "/multi-exec" ->
          post ? requests.serve(body, b -> upstash.transaction(b, base64)) : notAllowed("POST");
      case "/" -> post ? requests.serve(body, b -> upstash.command(b, base64)) : notFound();
      case String path when UpstashPath.accepts(path) ->
          UpstashPath.METHODS.contains(method)
              ? requests.serve(
                  body, b -> upstash.command(UpstashPath.command(exchange.target(), b), base64))
              : notAllowed("GET, HEAD, POST, PUT");
      default -> notFound();
    };
  }

  /// Has everything loaded that an answer needs.
  void warmUp() {
    publish.answer(NO_BODY);
    upstash.pipeline(NO_BODY, true);
    upstash.command(UpstashPath.command("/ping", NO_BODY), true);
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

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    upgrade.refuse(notFound());
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
