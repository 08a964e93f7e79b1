package dev.carillon.redis;

import dev.carillon.redis.RedisSettings.Mode;
import dev.carillon.redis.RedisSettings.Node;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns our settings into those of Lettuce.
final class Lettuce {

  /// Commands that may wait for their replies on one connection; further ones fail at once.
  static final int REQUEST_QUEUE = 65_536;

  private static final char[] NO_PASSWORD = {};

  private Lettuce() {}

  /// Returns the addresses to connect to: one, one for each node of a cluster, or the primary as each of the
  /// sentinels knows it, so that a sentinel that does not answer can be passed over.
  static List<RedisURI> uris(RedisSettings settings) {
    return settings.nodes.stream()
        .map(node ->
            settings.mode == Mode.SENTINEL ? knownTo(settings, node) : server(settings, node))
        .toList();
  }

  /// Returns the address of one server.
  static RedisURI server(RedisSettings settings, Node node) {
    return prepare(settings, RedisURI.create(node.host(), node.port()));
  }

  private static RedisURI knownTo(RedisSettings settings, Node node) {
    var uri = new RedisURI();
    uri.setSentinelMasterId(settings.primary);
    var sentinel = RedisURI.create(node.host(), node.port());
    secure(settings, sentinel);
    authenticate(sentinel, null, settings.sentinelPassword);
    uri.getSentinels().add(sentinel);
    return prepare(settings, uri);
  }

  private static RedisURI prepare(RedisSettings settings, RedisURI uri) {
    secure(settings, uri);
    uri.setDatabase(settings.database);
    uri.setClientName("carillon");
    authenticate(uri, settings.username, settings.password);
    return uri;
  }

  private static void secure(RedisSettings settings, RedisURI uri) {
    uri.setTimeout(settings.connectTimeout);
    uri.setSsl(settings.tls);
    uri.setVerifyPeer(
        switch (settings.verification) {
          case FULL -> SslVerifyMode.FULL;
          case CA -> SslVerifyMode.CA;
          case NONE -> SslVerifyMode.NONE;
        });
  }

  private static void authenticate(
      RedisURI uri, @Nullable String username, @Nullable String password) {
    if (password == null) {
      return;
    }
    if (username == null) {
      uri.setAuthentication(password.toCharArray());
    } else {
      uri.setAuthentication(username, password.toCharArray());
    }
  }

  /// Options of the connections that a [Line] keeps up.
  static ClientOptions options(RedisSettings settings) {
    return common(ClientOptions.builder(), settings).autoReconnect(false).build();
  }

  /// Options of the store's connections to a cluster, which come and go by themselves.
  static ClusterClientOptions clusterOptions(RedisSettings settings) {
    var builder = ClusterClientOptions.builder();
    common(builder, settings);
    return builder
        // A command may wait for one node's connection; the store gives up on it after its timeout.
        .disconnectedBehavior(DisconnectedBehavior.DEFAULT)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(Duration.ofSeconds(30))
                .build())
        .build();
  }

  private static ClientOptions.Builder common(
      ClientOptions.Builder builder, RedisSettings settings) {
    builder
        // A probe ends by its intervals, a call of the store by its own limit, and what else waits
        // for a reply
        // with its link.
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        // Late bursts of stale messages help nobody.
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(REQUEST_QUEUE)
        // A service of Redis Enterprise; elsewhere it costs a round trip and an error reply.
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(socket(settings));
    if (settings.tls) {
      builder.sslOptions(tls(settings));
    }
    return builder;
  }

  private static SocketOptions socket(RedisSettings settings) {
    var builder = SocketOptions.builder().connectTimeout(settings.connectTimeout).tcpNoDelay(true);
    if (Epoll.isAvailable()) {
      Duration interval = settings.probeInterval;
      builder.keepAlive(
          KeepAliveOptions.builder()
              .enable()
              .idle(atLeastOneSecond(interval))
              .interval(atLeastOneSecond(interval))
              .count(3)
              .build());
      builder.tcpUserTimeout(
          TcpUserTimeoutOptions.builder()
              .enable()
              .tcpUserTimeout(atLeastOneSecond(interval.multipliedBy(3)))
              .build());
    }
    return builder.build();
  }

  /// The kernel counts the idle time of a socket in whole seconds.
  private static Duration atLeastOneSecond(Duration wanted) {
    return wanted.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wanted;
  }

  private static SslOptions tls(RedisSettings settings) {
    var builder = SslOptions.builder().jdkSslProvider();
    if (settings.trustedCertificates != null) {
      builder.trustManager(settings.trustedCertificates.toFile());
    }
    if (settings.clientCertificate != null && settings.clientKey != null) {
      builder.keyManager(
          settings.clientCertificate.toFile(), settings.clientKey.toFile(), NO_PASSWORD);
    }
    return builder.build();
  }

  /// Reads the files that TLS needs once, so that a wrong path ends the start and not each connection.
  ///
  /// @throws IllegalArgumentException that names the file that cannot be used
  static void checkFiles(RedisSettings settings) {
    if (!settings.tls) {
      return;
    }
    if (settings.trustedCertificates != null) {
      Path trusted = settings.trustedCertificates;
      usable("authorities", trusted, ssl -> ssl.trustManager(trusted.toFile()));
    }
    if (settings.clientCertificate != null && settings.clientKey != null) {
      Path certificate = settings.clientCertificate;
      Path key = settings.clientKey;
      usable(
          "client certificate and key",
          certificate + ", " + key,
          ssl -> ssl.keyManager(certificate.toFile(), key.toFile(), NO_PASSWORD));
    }
  }

  private static void usable(String what, Object files, Consumer<SslOptions.Builder> use) {
    var builder = SslOptions.builder().jdkSslProvider();
    try {
      use.accept(builder);
      builder.build().createSslContextBuilder().build();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "Redis " + what + " cannot be used: " + files + ": not readable, or not PEM", e);
    }
  }
}
