package dev.carillon.presence;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.cluster.NodeSettings;
import dev.carillon.core.Services;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// An app of a real gateway that has a presence and tells a backend over HTTP; and a program of it, to be
/// killed.
///
/// @param backend where reports are posted
record PresenceApp(String backend) implements App {
  static final String SECRET = "secret";
  static final Duration NODE_LEASE = Duration.ofSeconds(3);
  static final Duration GRACE = Duration.ofSeconds(2);
  static final Duration BEAT = Duration.ofSeconds(1);
  static final Duration REPORT_LEASE = Duration.ofSeconds(4);

  /// Starts a node that serves this app and nothing else.
  static Gateway gateway(String redis, String backend) {
    return Gateway.builder()
        .lanes(1)
        .redis(redis)
        .node(NodeSettings.defaults().with(to -> to.lease = NODE_LEASE))
        .app(new PresenceApp(backend))
        .start();
  }

  /// What it is when it runs. The list is guarded by itself.
  record Running(Presence presence, Reports reports, HttpCalls calls, List<String> heard)
      implements RunningApp {
    @Override
    public List<Mount> mounts() {
      return List.of();
    }

    @Override
    public CompletionStage<?> ready() {
      return presence.ready();
    }

    long heard(String what) {
      synchronized (heard) {
        return heard.stream().filter(one -> one.startsWith(what)).count();
      }
    }

    @Override
    public void close() {
      reports.close();
      presence.close();
      calls.close();
    }
  }

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public Running start(Services services) {
    Presence presence =
        Presence.open(
            "test",
            services,
            PresenceSettings.defaults()
                .with(to -> {
                  to.grace = GRACE;
                  to.beat = BEAT;
                }));
    var heard = new ArrayList<String>();
    presence.onChange(batch -> {
      synchronized (heard) {
        batch.changes().forEach(change -> heard.add(change.kind() + " " + change.user().id()));
      }
    });
    var calls = new HttpCalls(new HttpLimits(Duration.ofSeconds(5), 1024, 1));
    var http = new HttpBackend(calls, URI.create(backend), SECRET, services.clock());
    ReportSettings reporting =
        ReportSettings.defaults()
            .with(to -> {
              to.longestPause = Duration.ofSeconds(1);
              to.lease = REPORT_LEASE;
            });
    Reports reports = Reports.open(presence, services, reporting, Map.of("web", http));
    return new Running(presence, reports, calls, heard);
  }

  /// @param args the URL of Redis, that of the backend, and how many users enter
  static void main(String[] args) throws Exception {
    try (var gateway = gateway(args[0], args[1])) {
      var app = (Running) gateway.apps().getFirst();
      app.ready().toCompletableFuture().get();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        app.presence.enter("r", "u" + i, "first", "{\"name\":\"Ann\"}");
      }
      Thread.currentThread().join();
    }
  }
}
