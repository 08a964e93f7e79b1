package dev.carillon.presence;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
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
    Presence presence = Presence.open("test", services, PresenceSettings.defaults());
    var heard = new ArrayList<String>();
    presence.onChange(batch -> {
      synchronized (heard) {
        batch.changes().forEach(change -> heard.add(change.kind() + " " + change.user().id()));
      }
    });
    var calls = new HttpCalls(new HttpLimits(Duration.ofSeconds(5), 1024, 1));
    var http = new HttpBackend(calls, URI.create(backend), SECRET, services.clock());
    Reports reports =
        Reports.open(presence, services, ReportSettings.defaults(), Map.of("web", http));
    return new Running(presence, reports, calls, heard);
  }

  /// @param args the URL of Redis, that of the backend, and how many users enter
  static void main(String[] args) throws Exception {
    try (var gateway =
        Gateway.builder().lanes(1).redis(args[0]).app(new PresenceApp(args[1])).start()) {
      var app = (Running) gateway.apps().getFirst();
      app.ready().toCompletableFuture().get();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        app.presence.enter("r", "u" + i, "first", "{\"name\":\"Ann\"}");
      }
      Thread.currentThread().join();
    }
  }
}
