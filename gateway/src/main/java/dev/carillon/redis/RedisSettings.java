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
///
/// A query says what other clients put there: `db=1`; with TLS `ssl_ca_certs`, `ssl_certfile`, `ssl_keyfile`,
/// `ssl_cert_reqs` and `ssl_check_hostname` as in redis-py, `skip_verify` as in go-redis, `verifyPeer` as in
/// Lettuce, and `#insecure` as in redis-rs. Whatever else stands there is refused.
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

  /// What is checked of the server's certificate (with TLS). Less than [Verification#FULL] is warned of in the log.
  public Verification verification = Verification.FULL;

  /// PEM file of the authorities to trust; `null` for those of the JDK. It is read again for each connection,
  /// like the two files below, so that certificates can be renewed without a restart.
  public @Nullable Path trustedCertificates;

  /// PEM file of the certificate, with its chain, that this client shows; `null` for none. Goes with [#clientKey].
  public @Nullable Path clientCertificate;

  /// PEM file of the private key of [#clientCertificate], in PKCS#8 and not encrypted.
  public @Nullable Path clientKey;

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
    verification = address.query().verification();
    trustedCertificates = address.query().trusted;
    clientCertificate = address.query().certificate;
    clientKey = address.query().key;
  }

  /// What stands behind the address.
  public enum Mode {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  /// What is checked of the certificate that the server shows.
  public enum Verification {
    /// That an authority we trust has signed it, and that it is for the host we connect to.
    FULL,

    /// The authority only. For servers that are reached under names or addresses that their certificates do not
    /// hold, as sentinels and clusters announce them; anybody with a certificate of that authority can pose as
    /// the server.
    CA,

    /// Nothing: anybody on the way can pose as the server, and gets the password.
    NONE
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
    var settings = new RedisSettings(RedisUrl.parse(url));
    settings.check();
    return settings;
  }

  @Override
  protected void check() {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a Redis address needs at least one host");
    }
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new IllegalArgumentException(
          "a client certificate for Redis and its key come together");
    }
    boolean plain = trustedCertificates == null && clientKey == null;
    if (!tls && !(plain && verification == Verification.FULL)) {
      throw new IllegalArgumentException(
          "certificates for Redis need an address with rediss, which encrypts");
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
}
