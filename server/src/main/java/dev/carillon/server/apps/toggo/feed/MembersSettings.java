package dev.carillon.server.apps.toggo.feed;

import dev.carillon.server.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to know who is on a trip. Immutable.
///
/// @param source who is asked
/// @param cache how long an answer counts
/// @param most how many members a trip may have; the feed of a larger one is not written
public record MembersSettings(Source source, Duration cache, int most) {

  /// The place of the trip's id in a template.
  public static final String TRIP = "{trip}";

  public MembersSettings {
    if (!cache.isPositive() || most < 1) {
      throw new IllegalArgumentException("cache: more than 0; most: at least 1");
    }
  }

  /// Who is asked. Its template holds [#TRIP].
  public sealed interface Source {}

  /// A web service that answers with a JSON array of user ids.
  ///
  /// @param url the template
  /// @param secret sent as a bearer token; `null`: none
  /// @param timeout how long one page may take
  public record Http(String url, @Nullable Secret secret, Duration timeout) implements Source {}

  /// A sorted set in the store whose members are user ids.
  ///
  /// @param key the template
  public record Key(String key) implements Source {}
}
