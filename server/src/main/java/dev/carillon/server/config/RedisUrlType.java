package dev.carillon.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// The address of a Redis server; what it holds of a password is never shown. Immutable.
record RedisUrlType() implements Type<Secret> {
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  @Override
  public String name() {
    return "Redis URL";
  }

  @Override
  public String allowed() {
    return "redis://host:6379 or rediss://host:6379 (TLS), also with user:password@ and /database";
  }

  @Override
  public Secret parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("not a URL (is a special character not %-encoded?)");
    }
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
      throw new IllegalArgumentException("not a Redis URL");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "names no host (underscores are not allowed in host names)");
    }
    String path = uri.getRawPath();
    if (path != null && !path.matches("/?|/\\d{1,5}")) {
      throw new IllegalArgumentException("the path is not the number of a database");
    }
    return new Secret(text);
  }

  /// Returns the URL with the user info masked and without query, which may hold secrets, too.
  @Override
  public String show(Secret value) {
    var uri = URI.create(value.value());
    String user = uri.getRawUserInfo() == null ? "" : Secret.MASK + "@";
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + user + uri.getHost() + port + path;
  }
}
