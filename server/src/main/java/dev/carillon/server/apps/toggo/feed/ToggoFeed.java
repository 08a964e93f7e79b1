package dev.carillon.server.apps.toggo.feed;

import dev.carillon.auth.JwtVerifier;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import java.util.function.Consumer;

/// The activity feed: takes what happens on trips, and tells each member what they have not seen.
///
/// Safe for any thread. [#accept] never blocks.
public final class ToggoFeed implements Consumer<TripEvent>, AutoCloseable {
  private final FeedWriter writer;
  private final Endpoint endpoint;

  /// Makes a feed, which takes events from then on.
  ///
  /// @param members how to know who is on a trip
  /// @param origins which web pages may read the answers (CORS)
  /// @param key the secret of the tokens
  /// @param services what the gateway lends
  public ToggoFeed(
      FeedSettings settings,
      MembersSettings members,
      OriginPolicy origins,
      Secret key,
      Services services) {
    this.writer =
        new FeedWriter(
            settings,
            members.members(services.store(), services.clock(), services.instruments()),
            services.store(),
            services.clock(),
            services.instruments());
    this.endpoint =
        new FeedResource(
                new FeedReader(
                    settings, services.store(), services.clock(), services.instruments()),
                new JwtVerifier(key.bytes(), services.clock()),
                origins)
            .endpoint();
  }

  /// Returns what is to be mounted beside the app, on the same port.
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void accept(TripEvent event) {
    writer.accept(event);
  }

  /// Takes no more events, waits a while for those that are being written, and ends. Idempotent.
  @Override
  public void close() {
    writer.close();
  }
}
