package dev.carillon.server.apps.loomio;

import dev.carillon.core.Broker;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.server.apps.Links;
import dev.carillon.server.apps.Links.Link;
import dev.carillon.server.config.Secret;
import dev.carillon.server.matrix.MatrixBots;
import dev.carillon.server.matrix.MatrixSettings;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The bots, and the link of their own, if any. Immutable, safe for any thread.
record Bots(MatrixBots bots, @Nullable Link link) implements AutoCloseable {

  static Bots start(MatrixSettings settings, Services services, Links links) {
    Secret url = settings.redisUrl;
    Link link = url == null ? null : links.open(url);
    Broker broker = link == null ? services.broker() : link.broker();
    Store store = link == null ? services.store() : link.store();
    var bots =
        new MatrixBots(
            settings,
            broker,
            store,
            services.clock(),
            services.instruments(),
            UUID.randomUUID().toString());
    bots.start();
    return new Bots(bots, link);
  }

  @Override
  public void close() {
    bots.close();
    if (link != null) {
      link.close();
    }
  }
}
