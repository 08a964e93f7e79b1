package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.server.apps.toggo.Auth;
import dev.carillon.server.apps.toggo.Collapse;
import dev.carillon.server.apps.toggo.MembershipSettings;
import dev.carillon.server.apps.toggo.Secret;
import dev.carillon.server.apps.toggo.ToggoApp;
import dev.carillon.server.apps.toggo.ToggoSettings;
import dev.carillon.server.apps.toggo.TopicCheck;
import dev.carillon.server.apps.toggo.TopicSet;
import dev.carillon.server.apps.toggo.TripMismatch;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import dev.carillon.server.config.ToggoConfig;
import dev.carillon.server.support.PublicationCheck;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Toggo's trips. Confined to the thread that starts and stops the node.
final class ServedToggo implements ServedApp {
  private static final int MAX_DEPTH = 128;
  private static final int DEFLATE_THRESHOLD = 1024;

  private final ToggoConfig config;
  private final @Nullable ToggoFeed feed;
  private final ToggoApp app;

  ServedToggo(ToggoConfig config) {
    this.config = config;
    this.feed = ToggoFeeds.feed(config);
    this.app = new ToggoApp(settings(config), channels(config), feed);
  }

  @Override
  public void mount(GatewayBuilder gateway) {
    if (feed == null) {
      gateway.listen(config.bind(), config.port(), app.endpoint());
    } else {
      gateway.listen(config.bind(), config.port(), app.endpoint(), feed.endpoint());
    }
  }

  @Override
  public void start(Gateway gateway) {
    if (feed != null) {
      feed.start(gateway);
    }
    app.start(gateway);
  }

  @Override
  public List<String> addresses(Gateway gateway) {
    return List.of(Sockets.address(gateway, app.endpoint(), config.bind(), config.path()));
  }

  @Override
  public PublicationCheck publicationCheck() {
    return app.publicationCheck();
  }

  @Override
  public void close() {
    app.close();
    if (feed != null) {
      feed.close();
    }
  }

  private static ToggoSettings settings(ToggoConfig config) {
    ToggoConfig.Batch batch = config.batch();
    ToggoConfig.Snapshot snapshot = config.snapshot();
    return new ToggoSettings(
        new ToggoSettings.Access(
            choice(Auth.class, config.auth()),
            secret(config.jwtSecret()),
            config.closeOnExpiry(),
            membership(config.membership())),
        new ToggoSettings.Intake(
            config.pattern(),
            config.limits().message(),
            MAX_DEPTH,
            choice(TripMismatch.class, config.tripMismatch()),
            choice(TopicCheck.class, config.topicsCheck()),
            new TopicSet(config.topicsKnown())),
        new ToggoSettings.Batching(
            batch.window(),
            batch.events(),
            batch.bytes(),
            choice(Collapse.class, batch.collapse()),
            new TopicSet(batch.states())),
        snapshot == null
            ? null
            : new ToggoSettings.Snapshot(
                snapshot.events(), snapshot.bytes(), snapshot.age(), snapshot.memory()),
        config.limits().trips());
  }

  private static @Nullable MembershipSettings membership(
      ToggoConfig.@Nullable Membership membership) {
    if (membership == null) {
      return null;
    }
    String url = membership.url();
    String key = membership.key();
    if (url != null) {
      var http =
          new MembershipSettings.Http(
              url, secret(membership.secret()), membership.timeout(), membership.concurrency());
      return new MembershipSettings(http, membership.cache());
    }
    return key == null
        ? null
        : new MembershipSettings(new MembershipSettings.Key(key), membership.cache());
  }

  private static @Nullable Secret secret(dev.carillon.server.config.@Nullable Secret configured) {
    return configured == null ? null : new Secret(configured.value());
  }

  private static ChannelsSettings channels(ToggoConfig config) {
    ToggoConfig.Limits limits = config.limits();
    return ToggoApp.channels(config.path())
        .withOrigins(Sockets.origins(config.allowedOrigins()))
        .withHeartbeat(limits.pingInterval(), limits.pingTimeout())
        .withMaxMessage(limits.payload())
        .withMaxOutbound(limits.outbound())
        .withMaxConnections(
            orUnlimited(limits.connections()), orUnlimited(limits.connectionsPerAddress()))
        .withDeflate(limits.compression(), DEFLATE_THRESHOLD);
  }

  private static int orUnlimited(int number) {
    return number == 0 ? Integer.MAX_VALUE : number;
  }

  /// The words of the configuration are those of the code, in lower case.
  private static <E extends Enum<E>> E choice(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
