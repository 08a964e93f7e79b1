package dev.carillon.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where Redis is and how to speak to it. Immutable; its text form holds no secret.
///
/// Made by [#of(String)] from an address in one of these forms, and refined with the `with` methods:
///
/// ```text
/// redis://[[user]:password@]host[:6379][/database]         one server
/// redis-sentinel://[[user]:password@]host[:26379],…[/database]#name-of-the-primary
/// redis-cluster://[[user]:password@]host[:6379],…          any nodes of a cluster
/// rediss://…  rediss-sentinel://…  rediss-cluster://…      the same over TLS
/// ```
///
/// @param mode one server, a primary found through sentinels, or a cluster
/// @param nodes the server, the sentinels or the cluster nodes; never empty
/// @param primary the name under which the sentinels know the primary; only with sentinels
/// @param database the database number of keys; pub/sub has no databases
/// @param username the ACL user, or `null` for the default user
/// @param password the password, or `null` for none
/// @param sentinelPassword the password of the sentinels themselves, or `null` for none
/// @param tls whether connections are encrypted
/// @param verifyPeer whether the server's certificate and host name are checked (with TLS)
/// @param trustedCertificates PEM file of the authorities to trust, or `null` for those of the JDK
/// @param connectTimeout limit for one attempt to connect, handshake included
/// @param commandTimeout how long a call of the store may take
/// @param probeInterval how often an established link is probed; a link that leaves a probe
///     unanswered for two intervals is given up
public record RedisSettings(
    Mode mode,
    List<Node> nodes,
    @Nullable String primary,
    int database,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sentinelPassword,
    boolean tls,
    boolean verifyPeer,
    @Nullable Path trustedCertificates,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration probeInterval) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(3);

  /// What stands behind the address.
  public enum Mode {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  /// One host and port.
  public record Node(String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  public RedisSettings {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a Redis address needs at least one host");
    }
    requirePositive("connect timeout", connectTimeout);
    requirePositive("command timeout", commandTimeout);
    requirePositive("probe interval", probeInterval);
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException that says what is wrong and what is allowed, but not the
  ///     password
  public static RedisSettings of(String url) {
    var address = RedisUrl.parse(url);
    return new RedisSettings(
        address.mode(),
        address.nodes(),
        address.primary(),
        address.database(),
        address.username(),
        address.password(),
        null,
        address.tls(),
        true,
        null,
        CONNECT_TIMEOUT,
        COMMAND_TIMEOUT,
        PROBE_INTERVAL);
  }

  /// Sets the ACL user.
  public RedisSettings withUsername(String name) {
    return edited(to -> to.username = name);
  }

  /// Sets the password.
  public RedisSettings withPassword(String secret) {
    return edited(to -> to.password = secret);
  }

  /// Sets the password of the sentinels.
  public RedisSettings withSentinelPassword(String secret) {
    return edited(to -> to.sentinelPassword = secret);
  }

  /// Sets the database number.
  public RedisSettings withDatabase(int number) {
    return edited(to -> to.database = number);
  }

  /// Turns encryption on or off, whatever the address said.
  public RedisSettings withTls(boolean on) {
    return edited(to -> to.tls = on);
  }

  /// Turns the check of the server's certificate and host name on or off.
  public RedisSettings withVerifyPeer(boolean on) {
    return edited(to -> to.verifyPeer = on);
  }

  /// Trusts the authorities in a PEM file instead of those of the JDK.
  public RedisSettings withTrustedCertificates(Path pem) {
    return edited(to -> to.trustedCertificates = pem);
  }

  /// Sets the limit for one attempt to connect.
  public RedisSettings withConnectTimeout(Duration limit) {
    return edited(to -> to.connectTimeout = limit);
  }

  /// Sets how long a call of the store may take.
  public RedisSettings withCommandTimeout(Duration limit) {
    return edited(to -> to.commandTimeout = limit);
  }

  /// Sets how often a link is probed.
  public RedisSettings withProbeInterval(Duration interval) {
    return edited(to -> to.probeInterval = interval);
  }

  private RedisSettings edited(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// Settings that are being changed. Confined to one call.
  private static final class Draft {
    private final RedisSettings from;
    private @Nullable String username;
    private @Nullable String password;
    private @Nullable String sentinelPassword;
    private int database;
    private boolean tls;
    private boolean verifyPeer;
    private @Nullable Path trustedCertificates;
    private Duration connectTimeout;
    private Duration commandTimeout;
    private Duration probeInterval;

    Draft(RedisSettings from) {
      this.from = from;
      username = from.username;
      password = from.password;
      sentinelPassword = from.sentinelPassword;
      database = from.database;
      tls = from.tls;
      verifyPeer = from.verifyPeer;
      trustedCertificates = from.trustedCertificates;
      connectTimeout = from.connectTimeout;
      commandTimeout = from.commandTimeout;
      probeInterval = from.probeInterval;
    }

    RedisSettings settings() {
      return new RedisSettings(
          from.mode,
          from.nodes,
          from.primary,
          database,
          username,
          password,
          sentinelPassword,
          tls,
          verifyPeer,
          trustedCertificates,
          connectTimeout,
          commandTimeout,
          probeInterval);
    }
  }

  /// The address without user, password or file names.
  @Override
  public String toString() {
    var text = new StringBuilder(tls ? "rediss" : "redis");
    text.append(
        switch (mode) {
          case SINGLE -> "";
          case SENTINEL -> "-sentinel";
          case CLUSTER -> "-cluster";
        });
    text.append("://").append(String.join(",", nodes.stream().map(Node::toString).toList()));
    if (database != 0) {
      text.append('/').append(database);
    }
    if (primary != null) {
      text.append('#').append(primary);
    }
    return text.toString();
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0, not " + value);
    }
  }
}
