package dev.carillon.server.apps.loomio;

import dev.carillon.App;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.config.ReplacedServer;
import java.util.Map;

/// How the server comes by `loomio`. Immutable.
public final class LoomioType extends AppType<LoomioSettings> {
  private static final String ORIGINS = "apps.loomio.records.allowed-origins";
  private static final String AUTH = "apps.loomio.editing.auth-url";
  private static final String BEHIND = "with `/api/hocuspocus` behind";
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
        .take(
            "RAILS_ENV",
            "apps.loomio.editing.port",
            "5000 when it is `production`, else 4444",
            environment -> environment.equals("production") ? "5000" : "4444")
        .take("PRIVATE_APP_URL", AUTH, BEHIND, LoomioType::authUrl)
        .take("APP_URL", AUTH, BEHIND + ", when `PRIVATE_APP_URL` is not set", LoomioType::authUrl)
        .take("PUBLIC_APP_URL", AUTH, BEHIND + ", when neither of them is set", LoomioType::authUrl)
        .take(
            "CANONICAL_HOST",
            AUTH,
            "with `https://` in front and `/api/hocuspocus` behind, when none of them is set",
            host -> authUrl("https://" + host))
        .ignore("SENTRY_PUBLIC_DSN", NO_REPORTS)
        .ignore("SENTRY_DSN", NO_REPORTS);
  }

  /// Any web page may connect, as pages that people try things with are often files.
  @Override
  public Map<String, String> demo() {
    return Map.of("records.allowed-origins", "*");
  }

  private static String authUrl(String app) {
    return (app.endsWith("/") ? app.substring(0, app.length() - 1) : app) + "/api/hocuspocus";
  }

  private static String originOf(String url) {
    int authority = url.indexOf("://");
    int path = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    return path < 0 ? url : url.substring(0, path);
  }
}
