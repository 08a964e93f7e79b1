package dev.carillon.server.apps.toggo;

import dev.carillon.server.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to know whose trips are whose. Immutable.
///
/// @param source who is asked
/// @param cache how long a yes counts; a no counts five seconds at most
public record MembershipSettings(Source source, Duration cache) {

  /// The place of the trip's id in a template.
  public static final String TRIP = "{trip}";

  /// The place of the user's id in a template.
  public static final String USER = "{user}";

  /// Who is asked. Its template holds [#TRIP] and [#USER].
  public sealed interface Source {}

  /// A web service: 2xx is a yes, 4xx a no.
  ///
  /// @param url the template
  /// @param secret sent as a bearer token; `null`: none
  /// @param timeout how long one call may take
  /// @param concurrency how many calls may run at once
  public record Http(String url, @Nullable Secret secret, Duration timeout, int concurrency)
      implements Source {}

  /// The store: a key that exists is a yes.
  ///
  /// @param key the template
  public record Key(String key) implements Source {}
}
