package dev.carillon.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        name,
        password,
        sentinelPassword,
        tls,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Sets the password.
  public RedisSettings withPassword(String secret) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        secret,
        sentinelPassword,
        tls,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Sets the password of the sentinels.
  public RedisSettings withSentinelPassword(String secret) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        secret,
        tls,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Sets the database number.
  public RedisSettings withDatabase(int number) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        number,
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

  /// Turns encryption on or off, whatever the address said.
  public RedisSettings withTls(boolean on) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        on,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Turns the check of the server's certificate and host name on or off.
  public RedisSettings withVerifyPeer(boolean on) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        on,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Trusts the authorities in a PEM file instead of those of the JDK.
  public RedisSettings withTrustedCertificates(Path pem) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        verifyPeer,
        pem,
        connectTimeout,
        commandTimeout,
        probeInterval);
  }

  /// Sets the limit for one attempt to connect.
  public RedisSettings withConnectTimeout(Duration limit) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        verifyPeer,
        trustedCertificates,
        limit,
        commandTimeout,
        probeInterval);
  }

  /// Sets how long a call of the store may take.
  public RedisSettings withCommandTimeout(Duration limit) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        limit,
        probeInterval);
  }

  /// Sets how often a link is probed.
  public RedisSettings withProbeInterval(Duration interval) {
    return new RedisSettings(
        mode,
        nodes,
        primary,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        verifyPeer,
        trustedCertificates,
        connectTimeout,
        commandTimeout,
        interval);
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
