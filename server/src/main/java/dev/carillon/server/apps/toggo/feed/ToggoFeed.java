package dev.carillon.server.apps.toggo.feed;

import dev.carillon.auth.JwtVerifier;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The activity feed: takes what happens on trips, and tells each member what they have not seen.
///
/// Safe for any thread. [#accept] never blocks.
public final class ToggoFeed implements Consumer<TripEvent>, AutoCloseable {
  private final FeedSettings settings;
  private final MembersSettings members;
  private final FeedApi api;
  private volatile @Nullable FeedWriter writer;

  /// Makes a feed that takes nothing before [#start].
  ///
  /// @param members how to know who is on a trip
  /// @param origins which web pages may read the answers (CORS)
  /// @param key the secret of the tokens
  public ToggoFeed(
      FeedSettings settings, MembersSettings members, OriginPolicy origins, Secret key) {
    this.settings = settings;
    this.members = members;
    byte[] secret = key.value().getBytes(StandardCharsets.UTF_8);
    this.api = new FeedApi(settings, origins, clock -> new JwtVerifier(secret, clock));
  }

  /// Returns what is to be mounted beside the app, on the same port.
  public Endpoint endpoint() {
    return api;
  }

  /// Begins to take events. Called once, before the app is started.
  public void start(Services services) {
    writer =
        new FeedWriter(
            settings,
            members.members(services.store(), services.clock(), services.instruments()),
            services.store(),
            services.clock(),
            services.instruments());
  }

  @Override
  public void accept(TripEvent event) {
    FeedWriter started = writer;
    if (started != null) {
      started.accept(event);
    }
  }

  /// Takes no more events, waits a while for those that are being written, and ends. Idempotent.
  @Override
  public void close() {
    FeedWriter started = writer;
    if (started != null) {
      started.close();
    }
  }
}
