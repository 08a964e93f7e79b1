package dev.carillon.auth;

import dev.carillon.core.Editable;
import java.net.URI;
import java.time.Duration;

/// Where a key set is, and how long it counts; see [Editable] for how it is said.
public final class JwksSettings extends Editable<JwksSettings> {
  /// Where the issuer publishes its keys (RFC 7517 §5); from the configuration only, never from a token.
  public URI url;

  /// How old keys get before they are fetched again, while the old ones go on counting.
  public Duration refresh = Duration.ofMinutes(10);

  /// How long there is between two fetches at least, whatever unknown keys tokens name.
  public Duration pause = Duration.ofSeconds(30);

  /// How long keys count while fetching fails, since the last success.
  public Duration staleFor = Duration.ofHours(24);

  private JwksSettings(URI url) {
    this.url = url;
  }

  /// Returns ten minutes of refresh, a pause of 30 seconds, and a day of staleness.
  public static JwksSettings at(URI url) {
    return new JwksSettings(url).with(_ -> {});
  }

  @Override
  protected void check() {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException("a key set has an http or https URL");
    }
    if (!refresh.isPositive() || !pause.isPositive() || !staleFor.isPositive()) {
      throw new IllegalArgumentException("refresh, pause, stale-for: more than 0");
    }
  }
}
