package dev.carillon.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.net.Headers;
import dev.carillon.net.Response;
import dev.carillon.server.support.Responses;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A page on loopback that shows what two users receive, live.
///
/// Safe for any thread. Requests run on virtual threads, one each, and may block.
public final class DemoPage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoPage.class);

  private final DemoSettings settings;
  private final HttpServer http;
  private final ExecutorService threads;
  private final SameOrigin origin;
  private final Assets assets;
  private final PublishForm form;

  private DemoPage(DemoSettings settings, HttpServer http, Broker broker) {
    this.settings = settings;
    this.http = http;
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("demo-", 0).factory());
    origin = new SameOrigin(http.getAddress().getPort());
    assets = Assets.read(settings.client());
    form = new PublishForm(broker);
  }

  /// Makes the sample users known, and starts to serve the page.
  ///
  /// @param broker what the page publishes to
  /// @param store where the sample users are put; they do not expire
  /// @throws IOException if no port can be bound
  /// @throws dev.carillon.core.StoreException if the store does not answer
  public static DemoPage start(DemoSettings settings, Broker broker, Store store)
      throws IOException {
    DemoUser.seed(store);
    var page = new DemoPage(settings, bind(settings.port()), broker);
    page.http.setExecutor(page.threads);
    page.http.createContext("/", page::handle);
    page.http.start();
    return page;
  }

  /// Returns where a browser finds the page.
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
  }

  /// Tells whether the page has the Socket.IO client; without it, it shows how to get that.
  public boolean canConnect() {
    return assets.hasClient();
  }

  /// Stops at once. Idempotent.
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer bind(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      return HttpServer.create(new InetSocketAddress(loopback, port), 64);
    } catch (BindException _) {
      return HttpServer.create(new InetSocketAddress(loopback, 0), 64);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response answer;
      try {
        answer = route(exchange);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("demo request failed");
        answer = Response.error(500, "internal error");
      }
      Responses.send(exchange, answer, common());
    }
  }

  private Response route(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    boolean posted = method.equals("POST");
    Response refusal = origin.refusal(exchange.getRequestHeaders(), posted);
    if (refusal != null) {
      return refusal;
    }
    String path = exchange.getRequestURI().getPath();
    if ("/publish".equals(path) && posted) {
      return form.serve(exchange);
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Response.error(405, "this is for reading");
    }
    Response file = path == null ? null : assets.at(path);
    if (file != null) {
      return file;
    }
    return "/setup.json".equals(path) ? setup() : Response.error(404, "no such page");
  }

  /// What the page's scripts have to know.
  private Response setup() {
    var setup = new LinkedHashMap<String, Object>();
    setup.put("client", canConnect());
    setup.put("records", settings.records().toString());
    setup.put("publish", settings.publish().toString());
    setup.put("keyed", settings.keyed());
    setup.put("users", DemoUser.ALL.stream().map(DemoUser::described).toList());
    return Response.json(200, setup);
  }

  private Headers common() {
    return Headers.of(
        "Referrer-Policy", "no-referrer", "Content-Security-Policy", contentSecurityPolicy());
  }

  /// Own files, the records endpoint, and nothing else.
  private String contentSecurityPolicy() {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self' "
        + settings.recordsOrigin("http")
        + " "
        + settings.recordsOrigin("ws")
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'";
  }
}
