package dev.carillon.server.config;

import dev.carillon.redis.RedisSettings;
import org.jspecify.annotations.Nullable;

/// The link to Redis. Immutable.
///
/// @param url the server; `null`: embedded broker and store
/// @param username the user; `null`: the one in the URL, if any
/// @param password the password; `null`: the one in the URL, if any
public record RedisConfig(
    @Nullable Secret url, @Nullable String username, @Nullable Secret password) {

  /// Returns how to reach the server, with user and password from wherever they were given;
  /// `null` when there is none.
  public @Nullable RedisSettings settings() {
    return url == null ? null : settings(url);
  }

  /// Returns how to reach another server with the same user and password.
  public RedisSettings settings(Secret otherUrl) {
    RedisSettings settings = RedisSettings.of(otherUrl.value());
    if (username != null) {
      settings = settings.withUsername(username);
    }
    return password == null ? settings : settings.withPassword(password.value());
  }

  static RedisConfig read(Values values) {
    return new RedisConfig(
        values.find(Keys.REDIS_URL),
        values.find(Keys.REDIS_USERNAME),
        values.secret(Keys.REDIS_PASSWORD));
  }
}
