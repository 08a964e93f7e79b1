package dev.carillon.server.config;

import dev.carillon.redis.RedisSettings;

/// The address of a Redis server; what it holds of a password is never shown. Immutable.
record RedisUrlType() implements Type<Secret> {
  @Override
  public String allowed() {
    return "redis://[[user]:password@]host[:port][/database], rediss:// for TLS,"
        + " also redis-sentinel:// and redis-cluster://";
  }

  @Override
  public Secret parse(String text) {
    try {
      RedisSettings.of(text);
      return new Secret(text);
    } catch (IllegalArgumentException e) {
      // Its text goes on with what is allowed, which is told for every key in the same way.
      throw new IllegalArgumentException(String.valueOf(e.getMessage()).split(";", 2)[0], e);
    }
  }

  /// Returns the address without user and password.
  @Override
  public String show(Secret value) {
    return RedisSettings.of(value.value()).toString();
  }
}
