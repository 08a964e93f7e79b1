package dev.carillon.server.apps.eclipse;

import dev.carillon.App;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.apps.TokenForm;
import dev.carillon.server.config.ReplacedServer;
import java.util.Locale;
import java.util.Map;

/// How the server comes by `eclipse`. Immutable.
public final class EclipseType extends AppType<EclipseSettings> {
  /// Stands in for the secrets that it cannot do without: known to everybody, and of no use elsewhere.
  private static final String DEMO_SECRET = "carillon-demo, for trying things out only";

  public EclipseType() {
    super(
        "eclipse",
        "The chat of Eclipse's support center, as JSON over WebSocket. The two secrets are required when"
            + " it is served. See [apps/eclipse](apps/eclipse.md).",
        EclipseSettings::new,
        replaced());
  }

  @Override
  public App app(EclipseSettings settings, Links links) {
    return new EclipseApp(settings, settings.channels());
  }

  private static ReplacedServer replaced() {
    return ReplacedServer.NONE
        .take("PORT", "apps.eclipse.port")
        .take("JWT_SECRET", "apps.eclipse.jwt-secret")
        .take("REDIS_URL", "redis.url")
        .take("INTERNAL_API_SECRET", "apps.eclipse.api-secret")
        .take("NEXT_API_URL", "apps.eclipse.api-url")
        .take("LOG_LEVEL", "log.level", "", level -> level.toLowerCase(Locale.ROOT))
        .ignore("NODE_ENV", "");
  }

  @Override
  public Map<String, String> demo() {
    return Map.of("jwt-secret", DEMO_SECRET, "api-secret", DEMO_SECRET);
  }

  @Override
  public TokenForm token() {
    return new EclipseToken();
  }
}
