package dev.carillon.auth;

import java.net.URI;
import java.time.Duration;

/// Where a key set is, and how long it counts. Immutable.
///
/// @param url where the issuer publishes its keys (RFC 7517 §5); from the configuration only, never from
///     a token
/// @param refresh how old keys get before they are fetched again, while the old ones go on counting
/// @param pause how long there is between two fetches at least, whatever unknown keys tokens name
/// @param staleFor how long keys count while fetching fails, since the last success
public record JwksSettings(URI url, Duration refresh, Duration pause, Duration staleFor) {

  /// @throws IllegalArgumentException if the URL is not `http` or `https`, or a span is not above zero
  public JwksSettings {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException("a key set has an http or https URL");
    }
    if (!refresh.isPositive() || !pause.isPositive() || !staleFor.isPositive()) {
      throw new IllegalArgumentException("refresh, pause, stale-for: more than 0");
    }
  }

  /// Returns ten minutes of refresh, a pause of 30 seconds, and a day of staleness.
  public static JwksSettings at(URI url) {
    return new JwksSettings(
        url, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofHours(24));
  }

  /// Returns the same with another age at which keys are fetched again.
  public JwksSettings withRefresh(Duration value) {
    return new JwksSettings(url, value, pause, staleFor);
  }

  /// Returns the same with another pause between fetches.
  public JwksSettings withPause(Duration value) {
    return new JwksSettings(url, refresh, value, staleFor);
  }

  /// Returns the same with another limit of staleness.
  public JwksSettings withStaleFor(Duration value) {
    return new JwksSettings(url, refresh, pause, value);
  }
}
