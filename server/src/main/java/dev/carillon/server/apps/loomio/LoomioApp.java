package dev.carillon.server.apps.loomio;

import dev.carillon.App;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.server.apps.Links;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIoSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loomio's record updates and notices, as its channel server served them, and bots where they are on.
/// Immutable.
///
/// A connection enters with a token, from which the store tells its rooms; what the backend publishes
/// on `/records` goes to the members of the room that it names, what it publishes on
/// `/system_notice` to everybody. Clients say nothing, apart from the `catchup` of older ones.
///
/// A client hears that it is connected only after its rooms are known and the broker has confirmed
/// the subscriptions; until then it is held, and after a while its connection is closed so that it
/// returns by itself. A returning client's rooms are read anew before anything is replayed.
public final class LoomioApp implements App {
  static final String NAME = "loomio";

  private static final Logger LOG = LoggerFactory.getLogger(LoomioApp.class);

  private final LoomioSettings settings;
  private final Links links;

  /// @param links opens the bots' link to a Redis of their own, if they have one
  public LoomioApp(LoomioSettings settings, Links links) {
    this.settings = settings;
    this.links = links;
  }

  /// Returns the protocol settings that Loomio's clients expect.
  ///
  /// Recovery for 30 minutes, with the rooms asked for again on return. No channel between nodes, since
  /// each of them hears of everything from the backend; so a Redis user needs no more rights than the
  /// original's. Origins are left at the default, the same origin only: the web app is usually another one
  /// and has to be allowed.
  public static SocketIoSettings socketIo() {
    return SocketIoSettings.defaults()
        .with(all -> {
          all.cluster = false;
          all.recovery =
              RecoverySettings.defaults()
                  .with(to -> {
                    to.window = Duration.ofMinutes(30);
                    to.skipMiddlewares = false;
                  });
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RunningApp start(Services services) {
    if (settings.records.allowedOrigins.isEmpty()) {
      LOG.info(
          "apps.loomio.records.allowed-origins is not set: only pages of the same origin connect");
    }
    Bots bots = settings.bots.enabled ? Bots.start(settings.bots, services, links) : null;
    return new RunningLoomio(settings, services, bots, editing(services));
  }

  private @Nullable Editing editing(Services services) {
    URI url = settings.editing.authUrl;
    if (url == null) {
      LOG.info("apps.loomio.editing.auth-url is not set: no collaborative editing");
      return null;
    }
    return new Editing(settings.editing, url, services);
  }
}
