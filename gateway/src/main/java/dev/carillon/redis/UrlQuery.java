package dev.carillon.redis;

import dev.carillon.redis.RedisSettings.Verification;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands behind the `?` of a Redis address, in the words of the clients that are in use.
///
/// There is no standard: each client has parameters of its own, and an address is handed from one program
/// to the next in `REDIS_URL`. So what says the same as one of our settings is understood, in the spelling
/// of redis-py, go-redis or Lettuce; what says something that this gateway does not do is refused by its
/// name. Passing it over would be worse: a certificate that is not checked although it was asked for, or
/// the wrong database. Names that are not known are not repeated, since the text may be half a password.
///
/// Confined to the thread that reads the address.
final class UrlQuery {

  /// Parameters of redis-py, ioredis, go-redis, Lettuce and redis-rs that have nothing to match them here.
  private static final Set<String> REFUSED =
      Set.of(
          "family",
          "protocol",
          "tls",
          "ssl",
          "timeout",
          "socket_timeout",
          "socket_connect_timeout",
          "socket_keepalive",
          "health_check_interval",
          "retry_on_timeout",
          "max_connections",
          "client_name",
          "clientname",
          "libraryname",
          "libraryversion",
          "sentinelmasterid",
          "decode_responses",
          "encoding",
          "username",
          "password",
          "keyprefix",
          "max_retries",
          "min_retry_backoff",
          "max_retry_backoff",
          "dial_timeout",
          "read_timeout",
          "write_timeout",
          "pool_size",
          "pool_timeout",
          "addr",
          "master_name",
          "ssl_ca_path",
          "ssl_ca_data",
          "ssl_password",
          "ssl_min_version",
          "ssl_ciphers");

  @Nullable Integer database;
  @Nullable Path trusted;
  @Nullable Path certificate;
  @Nullable Path key;
  private boolean unchecked;
  private boolean anyName;
  private boolean aboutTls;

  private final Set<String> seen = new HashSet<>();

  /// Reads what follows the `?`.
  ///
  /// @throws IllegalArgumentException that names the parameter, but holds no value
  static UrlQuery parse(String text) {
    var query = new UrlQuery();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query.take(name, equals < 0 ? "" : RedisUrl.decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private void take(String name, String value) {
    // redis-py and go-redis write in lower case with bars, Lettuce in camel case.
    String known = name.toLowerCase(Locale.ROOT);
    switch (known) {
      case "db", "database" -> database = number(known, value);
      case "ssl_ca_certs" -> trusted = path(known, value);
      case "ssl_certfile" -> certificate = path(known, value);
      case "ssl_keyfile" -> key = path(known, value);
      case "ssl_cert_reqs" -> unchecked |= !certificateRequired(value);
      case "ssl_check_hostname" -> anyName |= !flag(known, value);
      case "skip_verify" -> unchecked |= flag(known, value);
      case "verifypeer" -> verifyPeer(value);
      default ->
          throw RedisUrl.bad(
              REFUSED.contains(known)
                  ? "the parameter " + known + " of a Redis address is not supported"
                  : "a parameter (after ?) of a Redis address is not known");
    }
    aboutTls |= !known.equals("db") && !known.equals("database");
    if (!seen.add(known.equals("db") ? "database" : known)) {
      throw RedisUrl.bad("the parameter " + known + " of a Redis address is there twice");
    }
  }

  /// Says that the certificate is not to be checked.
  void uncheck() {
    unchecked = true;
  }

  /// Whether it says how to encrypt, which needs an address that encrypts.
  boolean isAboutTls() {
    return aboutTls;
  }

  Verification verification() {
    if (unchecked) {
      return Verification.NONE;
    }
    return anyName ? Verification.CA : Verification.FULL;
  }

  /// As in redis-py; `optional` means nothing else to a client than `required`.
  private static boolean certificateRequired(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none", "cert_none" -> false;
      case "optional", "required", "cert_optional", "cert_required" -> true;
      default -> throw RedisUrl.bad("ssl_cert_reqs is none, optional or required");
    };
  }

  /// As in Lettuce.
  private void verifyPeer(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "full", "true" -> {}
      case "ca" -> anyName = true;
      case "none", "false" -> unchecked = true;
      default -> throw RedisUrl.bad("verifyPeer is full, ca or none");
    }
  }

  private static boolean flag(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> throw RedisUrl.bad("the parameter " + name + " is true or false");
    };
  }

  private static Path path(String name, String value) {
    try {
      if (!value.isEmpty()) {
        return Path.of(value);
      }
    } catch (InvalidPathException e) {
      // Told below; the cause would repeat the text.
    }
    throw RedisUrl.bad("the parameter " + name + " is the path of a PEM file");
  }

  private static int number(String name, String value) {
    int number = RedisUrl.number(value);
    if (number < 0) {
      throw RedisUrl.bad("the parameter " + name + " is a number from 0");
    }
    return number;
  }
}
