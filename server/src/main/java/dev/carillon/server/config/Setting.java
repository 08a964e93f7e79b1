package dev.carillon.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One setting, of which so far only the meaning is known: which key it has, what is allowed, and what
/// counts when it is not set, the call says that reads it. See [Settings].
///
/// Confined to the thread that reads the configuration.
public final class Setting {
  private final Values values;
  private final String meaning;

  Setting(Values values, String meaning) {
    this.values = values;
    this.meaning = meaning;
  }

  /// A port to listen on; 0 takes a free one. No two ports of what is served are the same.
  ///
  /// @param name what the key is called in this section, in lower case with dashes
  /// @param fallback what counts when it is not set, written as in the configuration
  public int port(String name, String fallback) {
    return value(name, new PortType(), fallback);
  }

  /// An address to listen on.
  public String bind(String name, String fallback) {
    return value(name, Types.BIND, fallback);
  }

  /// The path of a URL, such as `/socket.io/`.
  public String path(String name, String fallback) {
    return value(name, Types.PATH, fallback);
  }

  /// A whole number.
  ///
  /// @param least the smallest that is allowed
  /// @param most the largest that is allowed
  public int whole(String name, int least, int most, String fallback) {
    return value(name, new WholeType(least, most), fallback);
  }

  /// A span of time.
  ///
  /// @param least the shortest that is allowed, written as in the configuration: `100ms`, `7d`
  /// @param most the longest that is allowed
  public Duration span(String name, String least, String most, String fallback) {
    return value(name, DurationType.between(least, most), fallback);
  }

  /// A number of bytes.
  ///
  /// @param least the smallest that is allowed, written as in the configuration: `64KiB`, `1GiB`
  /// @param most the largest that is allowed
  public long size(String name, String least, String most, String fallback) {
    return value(name, SizeType.between(least, most), fallback);
  }

  /// A number of bytes that is below 2 GiB; see [#size].
  public int bytes(String name, String least, String most, String fallback) {
    return Math.toIntExact(size(name, least, most, fallback));
  }

  /// A switch.
  public boolean flag(String name, String fallback) {
    return value(name, new FlagType(), fallback);
  }

  /// One constant of an enum, by its name in lower case with dashes.
  public <E extends Enum<E>> E choice(String name, Class<E> type, String fallback) {
    return value(name, new ChoiceType<>(type), fallback);
  }

  /// Some constants of an enum.
  public <E extends Enum<E>> Set<E> choices(String name, Class<E> type, String fallback) {
    return value(name, new ChoicesType<>(type), fallback);
  }

  /// The web origins that may connect; `*` is every origin.
  ///
  /// @param fallback `null`: none counts when it is not set
  public Set<String> origins(String name, @Nullable String fallback) {
    return orNone(optional(name, new OriginsType(true), fallback));
  }

  /// The origins of servers, on http or https; none when it is not set.
  public Set<String> servers(String name) {
    return orNone(optional(name, new OriginsType(false)));
  }

  /// IP addresses and ranges of them; none when it is not set.
  public Set<String> addresses(String name) {
    return orNone(optional(name, new AddressRangesType()));
  }

  /// The address of an HTTP server.
  public URI httpUrl(String name, String fallback) {
    return value(name, new HttpUrlType(), fallback);
  }

  /// The address of an HTTP server; `null` when it is not set.
  public @Nullable URI httpUrl(String name) {
    return optional(name, new HttpUrlType());
  }

  /// The address of a Redis server, which may hold a password; `null` when it is not set.
  public @Nullable Secret redisUrl(String name) {
    return optional(name, new RedisUrlType());
  }

  /// A PEM file that can be read; `null` when it is not set.
  public @Nullable Path pem(String name) {
    return optional(name, new FileType("path of a PEM file"));
  }

  /// A folder that is there, or can be made; `null` when it is not set.
  public @Nullable Path folder(String name) {
    return optional(name, new FolderType());
  }

  /// A secret, from its own key or from the file that the key with `-file` at its end names; `null` when
  /// neither is set.
  public @Nullable Secret secret(String name) {
    return values.secret(new Key<>(name, new SecretType(), null, meaning));
  }

  /// A secret that an app cannot be served without; an empty one when it is not set.
  ///
  /// @param what which one it has to be, for people: `the secret that the web app has`
  public Secret required(String name, String what) {
    Secret secret = secret(name);
    if (secret == null) {
      values.missing(name, what);
    }
    return secret == null ? new Secret("") : secret;
  }

  /// A value of any type.
  public <T> T value(String name, Type<T> type, String fallback) {
    return values.get(new Key<>(name, type, fallback, meaning));
  }

  /// Words that are separated by commas.
  ///
  /// @param type the form of all of them together
  public List<String> list(String name, Type<String> type, String fallback) {
    return List.of(value(name, type, fallback).split("\\s*,\\s*", -1));
  }

  /// A value of any type that nothing stands in for; `null` when it is not set.
  public <T> @Nullable T optional(String name, Type<T> type) {
    return optional(name, type, null);
  }

  private <T> @Nullable T optional(String name, Type<T> type, @Nullable String fallback) {
    return values.find(new Key<>(name, type, fallback, meaning));
  }

  private static Set<String> orNone(@Nullable Set<String> found) {
    return found == null ? Set.of() : found;
  }
}
