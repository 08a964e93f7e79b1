package dev.carillon.server.apps.curia;

import dev.carillon.core.Services;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.presence.Backend;
import dev.carillon.presence.BrokerBackend;
import dev.carillon.presence.HttpBackend;
import dev.carillon.presence.Presence;
import dev.carillon.presence.ReportSettings;
import dev.carillon.presence.Reports;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// Those who are told who is online, beside the clients: by HTTP, on a channel, or nobody. Safe for any thread.
final class Backends implements AutoCloseable {
  /// Shorter than the lease of the node that tells.
  private static final HttpLimits LIMITS = new HttpLimits(Duration.ofSeconds(5), 64 * 1024, 1);

  private final @Nullable HttpCalls calls;
  private final @Nullable Reports reports;

  /// Begins to tell; before anybody enters.
  Backends(CuriaSettings settings, Presence presence, Services services) {
    var backends = new HashMap<String, Backend>();
    HttpCalls web = null;
    if (settings.presenceUrl != null && settings.presenceSecret != null) {
      web = new HttpCalls(LIMITS);
      backends.put(
          "web",
          new HttpBackend(
              web, settings.presenceUrl, settings.presenceSecret.value(), services.clock()));
    }
    if (settings.presenceChannel != null) {
      backends.put("channel", new BrokerBackend(services.broker(), settings.presenceChannel));
    }
    this.calls = web;
    this.reports =
        backends.isEmpty()
            ? null
            : Reports.open(presence, services, ReportSettings.defaults(), backends);
  }

  @Override
  public void close() {
    if (reports != null) {
      reports.close();
    }
    if (calls != null) {
      calls.close();
    }
  }
}
