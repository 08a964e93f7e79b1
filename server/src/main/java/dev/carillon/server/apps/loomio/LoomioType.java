package dev.carillon.server.apps.loomio;

import dev.carillon.App;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.config.ReplacedServer;
import java.util.Map;

/// How the server comes by `loomio`. Immutable.
public final class LoomioType extends AppType<LoomioSettings> {
  private static final String ORIGINS = "apps.loomio.records.allowed-origins";
  private static final String NO_REPORTS = "errors are logged and counted, not sent anywhere";

  public LoomioType() {
    super("loomio", "", LoomioSettings::new, replaced());
  }

  @Override
  public App app(LoomioSettings settings, Links links) {
    return new LoomioApp(settings, links);
  }

  /// Exactly one origin is allowed: the first of three variables that says something.
  private static ReplacedServer replaced() {
    return ReplacedServer.NONE
        .take("PORT", "apps.loomio.records.port")
        .take("REDIS_URL", "redis.url")
        .take(
            "PUBLIC_APP_URL",
            ORIGINS,
            "a path behind the host is cut off, as browsers never send one",
            LoomioType::originOf)
        .take(
            "CANONICAL_HOST",
            ORIGINS,
            "with `https://` in front, when `PUBLIC_APP_URL` is not set",
            host -> "https://" + host)
        .take(
            "VIRTUAL_HOST",
            ORIGINS,
            "without its first `channels.` and with `https://` in front, when neither of them is set",
            host -> "https://" + host.replaceFirst("channels\\.", ""))
        .ignore("SENTRY_PUBLIC_DSN", NO_REPORTS)
        .ignore("SENTRY_DSN", NO_REPORTS);
  }

  /// Any web page may connect, as pages that people try things with are often files.
  @Override
  public Map<String, String> demo() {
    return Map.of("records.allowed-origins", "*");
  }

  private static String originOf(String url) {
    int authority = url.indexOf("://");
    int path = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    return path < 0 ? url : url.substring(0, path);
  }
}
