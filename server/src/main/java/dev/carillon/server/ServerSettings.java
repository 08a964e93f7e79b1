package dev.carillon.server;

import dev.carillon.net.TrustedProxies;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Section;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Type;
import dev.carillon.server.config.Values;
import dev.carillon.server.ops.OpsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be set about the server, whatever it serves. Immutable.
public final class ServerSettings extends Settings {
  public static final Section<ServerSettings> SECTION = Section.of("", "", ServerSettings::new);

  /// The link to Redis, if any.
  public final Redis redis =
      section(
          "redis",
          """
          With `redis.url`, Redis carries messages and shared state, and any number of nodes stand side by side. \
          Without it, broker and store are embedded: one process, nothing to install, and messages come in \
          through the publish API only, with `curl` or an Upstash client (`docs/operations.md`).\
          """,
          Redis::new);

  /// Health, metrics and the publish API.
  public final OpsSettings ops =
      section(
          "ops",
          """
          Health, metrics and the publish API. The server refuses to start when this port is reachable from \
          other machines (any `ops.bind` but loopback) and no key is set. When a key is set, it is required \
          on loopback, too.\
          """,
          OpsSettings::new);

  /// The engine.
  public final Engine gateway = section("gateway", "", Engine::new);

  /// How to stop.
  public final Stop stop =
      section("stop", "What happens on SIGTERM is told in `docs/operations.md`.", Stop::new);

  /// What is logged.
  public final Log log =
      section(
          "log", "The level of Carillon's own messages. Libraries speak up from `warn`.", Log::new);

  private ServerSettings(Values values) {
    super(values);
  }

  /// The link to Redis. Immutable.
  public static final class Redis extends Settings {
    private static final Type<String> NAME =
        Type.text("a name without blanks", Pattern.compile("\\S+"));
    private static final Type<String> VERIFICATION =
        Type.text("full, ca or none", Pattern.compile("full|ca|none"));

    public final @Nullable Secret url =
        about("The Redis server; not set: embedded broker and store.").redisUrl("url");
    public final @Nullable String username =
        about("The Redis user; wins over the one in the URL.").optional("username", NAME);
    public final @Nullable Secret password =
        about("The Redis password; wins over the one in the URL.").secret("password");
    public final @Nullable Path authorities =
        about(
                "The authorities that may have signed the certificate of Redis; not set: those of the JDK.")
            .pem("tls-ca-cert-file");
    public final @Nullable Path certificate =
        about("The certificate that the gateway shows to Redis, with its chain.")
            .pem("tls-cert-file");
    public final @Nullable Path key =
        about("The private key of that certificate, in PKCS#8, not encrypted.").pem("tls-key-file");
    private final @Nullable String verification =
        about(
                "What is checked of the certificate of Redis; not set: full. See \"TLS to Redis\" below.")
            .optional("tls-verify", VERIFICATION);

    private Redis(Values values) {
      super(values);
      String both = full("tls-cert-file") + " and " + full("tls-key-file") + " together";
      if (isSet("tls-key-file") && !isSet("tls-cert-file")) {
        problem("tls-key-file", "set without the certificate", both);
      }
      if (isSet("tls-cert-file") && !isSet("tls-key-file")) {
        problem("tls-cert-file", "set without the key", both);
      }
      boolean aboutTls = authorities != null || certificate != null || verification != null;
      if (aboutTls && url != null && !RedisSettings.of(url.value()).tls) {
        problem("url", "does not encrypt, though tls- keys are set", "a rediss:// address");
      }
    }

    /// Returns how to reach the server, with user, password and certificates from wherever they were given;
    /// `null` when there is none.
    public @Nullable RedisSettings link() {
      return url == null ? null : link(url);
    }

    /// Returns how to reach another server with the same user, password and, over TLS, certificates.
    public RedisSettings link(Secret otherUrl) {
      return RedisSettings.of(otherUrl.value())
          .with(to -> {
            if (username != null) {
              to.username = username;
            }
            if (password != null) {
              to.password = password.value();
            }
            if (to.tls) {
              trust(to);
            }
          });
    }

    private void trust(RedisSettings to) {
      if (authorities != null) {
        to.trustedCertificates = authorities;
      }
      if (certificate != null && key != null) {
        to.clientCertificate = certificate;
        to.clientKey = key;
      }
      if (verification != null) {
        to.verification = RedisSettings.Verification.valueOf(verification.toUpperCase(Locale.ROOT));
      }
    }
  }

  /// The engine. Immutable.
  public static final class Engine extends Settings {
    public final int lanes =
        about("How many event loops; 0: one per core.").whole("lanes", 0, 64, "0");

    public final Set<String> trustedProxies =
        about(
                "The proxies that are believed where a client is; without any, it is where the TCP connection comes from.")
            .addresses("trusted-proxies");
    public final TrustedProxies.Header forwardedHeader =
        about("Where these proxies say it. They pass the other header on as the client sent it.")
            .choice("forwarded-header", TrustedProxies.Header.class, "x-forwarded-for");

    private Engine(Values values) {
      super(values);
    }

    /// Returns the proxies that are believed where a client is.
    public TrustedProxies proxies() {
      return TrustedProxies.of(trustedProxies, forwardedHeader);
    }
  }

  /// How to stop. Immutable.
  public static final class Stop extends Settings {
    public final Duration delay =
        about("How long to serve on after readiness is withdrawn, for load balancers to notice.")
            .span("delay", "0s", "10m", "0s");
    public final Duration drain =
        about("The time over which the closing of connections is spread.")
            .span("drain", "0s", "1h", "5s");

    private Stop(Values values) {
      super(values);
    }
  }

  /// What is logged. Immutable.
  public static final class Log extends Settings {
    /// From what on messages are logged.
    public enum Level {
      TRACE,
      DEBUG,
      INFO,
      WARN,
      ERROR
    }

    public final Level level = about("What is logged.").choice("level", Level.class, "info");

    private Log(Values values) {
      super(values);
    }
  }
}
