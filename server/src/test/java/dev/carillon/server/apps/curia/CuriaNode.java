package dev.carillon.server.apps.curia;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Clock;
import dev.carillon.core.Interest;
import dev.carillon.core.Services;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.Lent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A gateway with the forum on it. Confined to the thread of the test.
final class CuriaNode implements AutoCloseable {
  static final String SECRET = "a secret that only tests know, and nobody else";

  private final Lent lent = new Lent();
  private final Gateway gateway;
  private final int port;

  /// @param texts what is set besides the secret, by the names of the keys
  CuriaNode(GatewayBuilder builder, Clock clock, Map<String, String> texts) {
    var all = new HashMap<>(Map.of("port", "0", "bind", "127.0.0.1", "jwt-secret", SECRET));
    all.put("presence-window", "20ms"); // newcomers are told between two of them
    all.putAll(texts);
    all.values().removeIf(String::isEmpty);
    var told = new Told(new CuriaApp(Settings.of(CuriaSettings::new, all)));
    gateway = builder.lanes(2).clock(clock).app(lent).app(told).start();
    port = gateway.port(told.running.resultNow().mounts().getFirst().endpoints().getFirst());
    told.running.resultNow().ready().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  int port() {
    return port;
  }

  Services services() {
    return lent.services();
  }

  /// What is made of a message that somebody wants to publish by HTTP.
  Interest interestIn(String channel, String message) {
    return gateway.interestIn(channel, message.getBytes(StandardCharsets.UTF_8));
  }

  void publish(String room, String event, String payload) {
    publish(
        "{\"room\":\"" + room + "\",\"eventName\":\"" + event + "\",\"payload\":" + payload + "}");
  }

  void publish(String message) {
    tell("curia:events", message);
  }

  void tell(String channel, String message) {
    services()
        .broker()
        .publish(channel, message.getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    gateway.close();
  }

  /// The app, which tells where it runs.
  private static final class Told implements App {
    private final App app;
    private final CompletableFuture<RunningApp> running = new CompletableFuture<>();

    Told(App app) {
      this.app = app;
    }

    @Override
    public String name() {
      return app.name();
    }

    @Override
    public RunningApp start(Services services) {
      RunningApp started = app.start(services);
      var mounts = started.mounts();
      var once =
          new RunningApp() {
            @Override
            public List<Mount> mounts() {
              return mounts;
            }

            @Override
            public CompletionStage<?> ready() {
              return started.ready();
            }

            @Override
            public Interest interestIn(String channel, byte[] message) {
              return started.interestIn(channel, message);
            }

            @Override
            public void close() {
              started.close();
            }
          };
      running.complete(once);
      return once;
    }
  }
}
