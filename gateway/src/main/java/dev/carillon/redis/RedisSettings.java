package dev.carillon.redis;

import dev.carillon.core.Editable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where Redis is and how to speak to it; see [Editable] for how it is said. Its text form holds no secret.
///
/// Made by [#of(String)] from an address in one of these forms, and refined by `with`:
///
/// ```text
/// redis://[[user]:password@]host[:6379][/database]         one server
/// redis-sentinel://[[user]:password@]host[:26379],…[/database]#name-of-the-primary
/// redis-cluster://[[user]:password@]host[:6379],…          any nodes of a cluster
/// rediss://…  rediss-sentinel://…  rediss-cluster://…      the same over TLS
/// ```
public final class RedisSettings extends Editable<RedisSettings> {
  /// One server, a primary found through sentinels, or a cluster.
  public Mode mode;

  /// The server, the sentinels or the cluster nodes; never empty.
  public List<Node> nodes;

  /// The name under which the sentinels know the primary; only with sentinels.
  public @Nullable String primary;

  /// The database number of keys; pub/sub has no databases.
  public int database;

  /// The ACL user; `null` for the default user.
  public @Nullable String username;

  /// The password; `null` for none.
  public @Nullable String password;

  /// The password of the sentinels themselves; `null` for none.
  public @Nullable String sentinelPassword;

  /// Whether connections are encrypted.
  public boolean tls;

  /// Whether the server's certificate and host name are checked (with TLS).
  public boolean verifyPeer = true;

  /// PEM file of the authorities to trust; `null` for those of the JDK.
  public @Nullable Path trustedCertificates;

  /// Limit for one attempt to connect, handshake included.
  public Duration connectTimeout = Duration.ofSeconds(3);

  /// How long a call of the store may take.
  public Duration commandTimeout = Duration.ofSeconds(3);

  /// How often an established link is probed; a link that leaves a probe unanswered for two intervals is given
  /// up.
  public Duration probeInterval = Duration.ofSeconds(3);

  private RedisSettings(RedisUrl.Parts address) {
    mode = address.mode();
    nodes = address.nodes();
    primary = address.primary();
    database = address.database();
    username = address.username();
    password = address.password();
    tls = address.tls();
  }

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

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException that says what is wrong and what is allowed, but not the
  ///     password
  public static RedisSettings of(String url) {
    return new RedisSettings(RedisUrl.parse(url));
  }

  @Override
  protected void check() {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a Redis address needs at least one host");
    }
    atLeastOneMilli("connectTimeout", connectTimeout);
    atLeastOneMilli("commandTimeout", commandTimeout);
    atLeastOneMilli("probeInterval", probeInterval);
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

  // ---- the same with a method each, for the apps of the server, which are about to follow ----

  public RedisSettings withUsername(String value) {
    return with(to -> {
      to.username = value;
    });
  }

  public RedisSettings withPassword(String value) {
    return with(to -> {
      to.password = value;
    });
  }
}
