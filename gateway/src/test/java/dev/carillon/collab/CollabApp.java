package dev.carillon.collab;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.collab.storage.DocumentStorage;
import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An app that serves documents by both protocols.
final class CollabApp implements App {
  /// For everybody, and without pings: in tests hours pass in no time.
  static final CollabSettings ANYWHERE =
      CollabSettings.defaults()
          .with(to -> {
            to.origins = OriginPolicy.allowAny();
            to.pingInterval = Duration.ofDays(1);
          });

  private final CollabSettings settings;
  private final DocumentSettings documentSettings;
  private final DocumentStorage storage;
  private final DocumentHooks hooks;
  @Nullable Documents documents;
  @Nullable HocuspocusEndpoint endpoint;

  CollabApp(
      CollabSettings settings,
      DocumentSettings documentSettings,
      DocumentStorage storage,
      DocumentHooks hooks) {
    this.settings = settings;
    this.documentSettings = documentSettings;
    this.storage = storage;
    this.hooks = hooks;
  }

  @Override
  public String name() {
    return "collab";
  }

  @Override
  public RunningApp start(Services services) {
    var made = Documents.create("collab", services, documentSettings, storage, hooks);
    var hocuspocus = new HocuspocusEndpoint("collab", settings, made);
    documents = made;
    endpoint = hocuspocus;
    var plain = new YWebSocketEndpoint("plain", settings.with(to -> to.path = "/ws/"), made);
    return RunningApp.of(Mount.on("127.0.0.1", 0, plain, hocuspocus), made::close);
  }
}
