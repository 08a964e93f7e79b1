package dev.carillon.server.apps.curia;

import dev.carillon.App;
import dev.carillon.access.Decision;
import dev.carillon.core.Store;
import dev.carillon.server.apps.AccessQuestion;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.apps.TokenForm;
import dev.carillon.server.config.ReplacedServer;
import java.util.Map;

/// How the server comes by `curia`. Immutable.
public final class CuriaType extends AppType<CuriaSettings> {
  /// Known to everybody, and of no use elsewhere.
  private static final String DEMO_SECRET = "carillon-demo, for trying things out only";

  public CuriaType() {
    super(
        "curia",
        "Curia's forum, over Socket.IO. Without a secret every client is refused. See"
            + " [apps/curia](apps/curia.md).",
        CuriaSettings::new,
        replaced());
  }

  @Override
  public App app(CuriaSettings settings, Links links) {
    return new CuriaApp(settings);
  }

  @Override
  public Decision explain(CuriaSettings settings, Store store, AccessQuestion question) {
    return CuriaRule.decide(settings, store, question);
  }

  private static ReplacedServer replaced() {
    return ReplacedServer.NONE
        .take("PORT", "apps.curia.port")
        .take("JWT_SECRET", "apps.curia.jwt-secret")
        .take("ALLOWED_ORIGINS", "apps.curia.allowed-origins")
        .take("REDIS_URL", "redis.url")
        .ignore("JWT_EXPIRES_IN_SECONDS", "a token says itself when it ends")
        .ignore("NODE_ENV", "");
  }

  /// Any web page may connect, as pages that people try things with are often files.
  @Override
  public Map<String, String> demo() {
    return Map.of("jwt-secret", DEMO_SECRET, "allowed-origins", "*");
  }

  @Override
  public TokenForm token() {
    return new CuriaToken();
  }
}
