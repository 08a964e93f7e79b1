package dev.carillon.server.config;

import org.jspecify.annotations.Nullable;

/// The link to Redis. Immutable.
///
/// @param url the server; `null`: embedded broker and store
/// @param username the user; `null`: the one in the URL, if any
/// @param password the password; `null`: the one in the URL, if any
public record RedisConfig(
    @Nullable Secret url, @Nullable String username, @Nullable Secret password) {

  static RedisConfig read(Values values) {
    return new RedisConfig(
        values.find(Keys.REDIS_URL),
        values.find(Keys.REDIS_USERNAME),
        values.secret(Keys.REDIS_PASSWORD));
  }
}
