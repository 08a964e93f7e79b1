package dev.carillon.server.apps.loomio;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Broker;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.server.apps.Links;
import dev.carillon.server.apps.Links.Link;
import dev.carillon.server.config.Secret;
import dev.carillon.server.matrix.MatrixBots;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loomio: records for browsers, and bots where they are on. Immutable.
final class RecordsAndBots implements App {
  private static final Logger LOG = LoggerFactory.getLogger(RecordsAndBots.class);

  private final LoomioSettings settings;
  private final Links links;

  RecordsAndBots(LoomioSettings settings, Links links) {
    this.settings = settings;
    this.links = links;
  }

  @Override
  public String name() {
    return "loomio";
  }

  @Override
  public RunningApp start(Services services) {
    if (settings.records.allowedOrigins.isEmpty()) {
      LOG.info(
          "apps.loomio.records.allowed-origins is not set: only pages of the same origin connect");
    }
    var records = new LoomioApp(settings.records, settings.records.socketIo());
    records.start(services);
    return new Running(settings, records, settings.bots.enabled ? bots(services) : null);
  }

  private Bots bots(Services services) {
    Secret url = settings.bots.redisUrl;
    Link link = url == null ? null : links.open(url);
    Broker broker = link == null ? services.broker() : link.broker();
    Store store = link == null ? services.store() : link.store();
    var bots =
        new MatrixBots(
            settings.bots,
            broker,
            store,
            services.clock(),
            services.instruments(),
            UUID.randomUUID().toString());
    bots.start();
    return new Bots(bots, link);
  }

  /// The bots, and the link of their own, if any.
  private record Bots(MatrixBots bots, @Nullable Link link) {
    void close() {
      bots.close();
      if (link != null) {
        link.close();
      }
    }
  }

  /// Both, started. Immutable, safe for any thread.
  private record Running(LoomioSettings settings, LoomioApp records, @Nullable Bots bots)
      implements RunningApp {
    @Override
    public List<Mount> mounts() {
      var where = settings.records;
      return List.of(Mount.on(where.bind, where.port, records.endpoint()));
    }

    @Override
    public void close() {
      records.close();
      if (bots != null) {
        bots.close();
      }
    }
  }
}
