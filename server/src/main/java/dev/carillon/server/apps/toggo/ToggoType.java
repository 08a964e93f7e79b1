package dev.carillon.server.apps.toggo;

import dev.carillon.App;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.apps.TokenForm;
import dev.carillon.server.config.ReplacedServer;
import java.util.List;
import java.util.Map;

/// How the server comes by `toggo`. Immutable.
public final class ToggoType extends AppType<ToggoSection> {
  private static final String ADDRESS = "REDIS_ADDRESS";
  private static final String DATABASE = "REDIS_DB";
  private static final String TLS = "REDIS_TLS";
  private static final String PASSWORD = "REDIS_PASSWORD";

  public ToggoType() {
    super(
        "toggo",
        "Toggo's trips over a bare WebSocket; what the settings do is told in `docs/apps/toggo.md`."
            + " `membership.url` and `membership.key` exclude each other, and need `auth`.",
        ToggoSection::new,
        replaced());
  }

  @Override
  public App app(ToggoSection settings, Links links) {
    return new ToggoApp(settings);
  }

  /// One variable is enough to ask for Redis; the others have the values that they had.
  private static ReplacedServer replaced() {
    return ReplacedServer.NONE
        .take("APP_PORT", "apps.toggo.port")
        .take("JWT_SIGNING_KEY", "apps.toggo.jwt-secret")
        .take(PASSWORD, "redis.password")
        .join(
            List.of(ADDRESS, DATABASE, TLS),
            "redis.url",
            "one is enough, and the others count as `localhost:6379`, `0` and `false`",
            ToggoType::redis)
        .take(PASSWORD, "redis.url", "alone, `redis://localhost:6379/0`", _ -> redis(Map.of()));
  }

  @Override
  public TokenForm token() {
    return new ToggoToken();
  }

  private static String redis(Map<String, String> set) {
    String scheme = set.getOrDefault(TLS, "").equals("true") ? "rediss" : "redis";
    String address = set.getOrDefault(ADDRESS, "localhost:6379");
    return scheme + "://" + address + "/" + set.getOrDefault(DATABASE, "0");
  }
}
