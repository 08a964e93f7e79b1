package dev.carillon.examples;

import dev.carillon.App;
import dev.carillon.Gateway;
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
import dev.carillon.net.OriginPolicy;
import java.time.Duration;

/// Documents that several people write at once, with any editor on Yjs: for `@hocuspocus/provider` at
/// `ws://localhost:3000`, for `y-websocket` at `ws://localhost:3000/ws`.
///
/// @param host the address to listen on
/// @param port 0 for a free one
public record CoWriting(String host, int port) implements App {
  private static final CollabSettings ANYWHERE =
      CollabSettings.defaults().with(to -> to.origins = OriginPolicy.allowAny());

  @Override
  public String name() {
    return "co-writing";
  }

  @Override
  public RunningApp start(Services services) {
    var storage = new MemoryStorage(256 * 1024 * 1024);
    var settings = DocumentSettings.defaults();
    var documents = Documents.create(name(), services, settings, storage, DocumentHooks.OPEN);
    var plain =
        new YWebSocketEndpoint("y-websocket", ANYWHERE.with(to -> to.path = "/ws/"), documents);
    var hocuspocus = new HocuspocusEndpoint("hocuspocus", ANYWHERE, documents);
    return RunningApp.of(Mount.on(host, port, plain, hocuspocus), documents::close);
  }

  static void main() throws InterruptedException {
    try (Gateway gateway = Gateway.builder().app(new CoWriting("0.0.0.0", 3000)).start()) {
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
