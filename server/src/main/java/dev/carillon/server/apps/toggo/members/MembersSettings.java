package dev.carillon.server.apps.toggo.members;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.server.config.Secret;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How to know who is on a trip. Immutable.
///
/// @param source who is asked
/// @param cache how long an answer counts; that somebody is not on a trip, five seconds at most
/// @param most how many members a trip may have; those of a larger one are not told
public record MembersSettings(Source source, Duration cache, int most) {
  /// More than enough where nobody asks for all.
  private static final int ANY = Integer.MAX_VALUE - 1;

  private static final String TRIP = "{trip}";
  private static final String USER = "{user}";
  private static final Pattern PLACE =
      Pattern.compile(Pattern.quote(TRIP) + "|" + Pattern.quote(USER));

  /// @throws IllegalArgumentException if the cache's time is below zero, or there may be no member
  public MembersSettings {
    if (cache.isNegative() || most < 1) {
      throw new IllegalArgumentException("cache: at least 0; most: at least 1");
    }
  }

  /// Settings for whom nobody asks for all.
  public MembersSettings(Source source, Duration cache) {
    this(source, cache, ANY);
  }

  /// Who is asked, by a template with `{trip}` in it. One that holds `{user}` as well asks whether this user is
  /// on the trip; one without asks for all who are.
  public sealed interface Source {
    /// Returns the template.
    String template();

    /// Tells whether the question is about one user.
    default boolean asksForOne() {
      return template().contains(USER);
    }

    /// Returns the template with both filled in, in one go: what is filled in is not looked at again.
    default String filled(String trip, String user) {
      return PLACE
          .matcher(template())
          .replaceAll(place -> Matcher.quoteReplacement(place.group().equals(TRIP) ? trip : user));
    }
  }

  /// A web service. Asked for one user, it says 2xx or 4xx; asked for all, it answers with a JSON array of
  /// user ids.
  ///
  /// @param template the URL
  /// @param secret sent as a bearer token; `null`: none
  /// @param timeout how long one call may take
  /// @param concurrency how many calls may run at once
  public record Http(String template, @Nullable Secret secret, Duration timeout, int concurrency)
      implements Source {}

  /// The store. For one user a key that exists is a yes; all are the members of a sorted set.
  ///
  /// @param template the key
  public record Key(String template) implements Source {}

  /// Makes what asks, and remembers the answers.
  public Members members(Store store, Clock clock, Instruments instruments) {
    Members asked =
        switch (source) {
          case Http http -> new HttpMembers(http, most, instruments);
          case Key key -> new StoredMembers(store, key, most, instruments);
        };
    return new CachedMembers(asked, cache, clock);
  }
}
