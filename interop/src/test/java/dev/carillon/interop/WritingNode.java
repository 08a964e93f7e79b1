package dev.carillon.interop;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.collab.CollabSettings;
import dev.carillon.collab.DocumentHooks;
import dev.carillon.collab.DocumentSettings;
import dev.carillon.collab.Documents;
import dev.carillon.collab.HocuspocusEndpoint;
import dev.carillon.collab.YWebSocketEndpoint;
import dev.carillon.collab.storage.MemoryStorage;
import dev.carillon.core.Services;
import dev.carillon.net.HttpResource;
import dev.carillon.net.Response;
import java.nio.charset.StandardCharsets;

/// A program on the public API whose documents are written by all kinds of editors: Hocuspocus at `/`, y-websocket
/// at `/ws/`; at `/text/{document}` it says what it holds itself.
///
/// Arguments: the port, and the URL of Redis, if there is one. It says `PORT` once it serves, and runs until SIGTERM.
final class WritingNode implements App {
  private static final String TEXT = "/text/";

  private final int port;

  private WritingNode(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    GatewayBuilder builder = Gateway.builder().app(new WritingNode(port));
    if (args.length > 1) {
      builder.redis(args[1]);
    }
    Gateway gateway = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    System.out.println("PORT " + port);
    Thread.currentThread().join();
  }

  @Override
  public String name() {
    return "writing";
  }

  @Override
  public RunningApp start(Services services) {
    var documents =
        Documents.create(
            name(),
            services,
            DocumentSettings.defaults(),
            new MemoryStorage(64 * 1024 * 1024),
            DocumentHooks.OPEN);
    var plain =
        new YWebSocketEndpoint(
            "y-websocket", CollabSettings.defaults().with(to -> to.path = "/ws/"), documents);
    var hocuspocus = new HocuspocusEndpoint("hocuspocus", CollabSettings.defaults(), documents);
    HttpResource texts =
        exchange -> {
          String document = exchange.path().substring(TEXT.length());
          Thread.ofVirtual()
              .start(() -> {
                var text = new StringBuilder();
                documents.read(document, doc -> text.append(doc.text("text").toString()));
                byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
                exchange.respond(Response.of(200, "text/plain; charset=utf-8", body));
              });
        };
    return RunningApp.of(
        Mount.on("127.0.0.1", port, plain, texts.at("texts", TEXT), hocuspocus), documents::close);
  }
}
