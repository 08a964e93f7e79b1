package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.json.BadJson;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that an issuer publishes at a URL (JWKS, RFC 7517 §5).
///
/// Issuers change their keys without asking anybody, and are away at times; and whoever sends tokens with
/// invented key ids must not make us call the issuer for each. Hence:
///
/// - **Fetched when needed first**, by whoever brings the first token; all who come meanwhile wait for the
///   same fetch.
/// - **Kept.** Keys older than `refresh` go on counting while they are fetched again behind their back.
/// - **An unknown key** has the set fetched at once, as the issuer may have changed keys since; but no
///   more often than once in a `pause`. Until then tokens of unknown keys are refused without a call.
/// - **While fetching fails** the last keys count, up to `staleFor`: an issuer that is away for an hour
///   sends nobody home, and one that withdrew a key has withdrawn it after that time at the latest.
/// - **Bounded.** 256 KiB, 64 keys, five seconds for a call. A set that cannot be read is a failed fetch,
///   and never takes the place of one that could.
///
/// Safe for any thread. [#candidates] may wait for a fetch, so it is not called in a lane. No lock is held
/// meanwhile.
public final class JwksKeys extends TokenKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

  /// A token that names no key is tried with so many: verifying is dear, and strangers ask for it.
  private static final int MOST_TRIED = 4;

  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), KeySetReader.MAX_BYTES, 1);

  private final JwksSettings settings;
  private final Clock clock;
  private final HttpCalls calls = new HttpCalls(LIMITS);
  private final LogLimit failures;
  private final AtomicReference<@Nullable CompletableFuture<@Nullable KeySet>> fetching =
      new AtomicReference<>();
  private volatile @Nullable KeySet latest;

  /// When the last fetch began, by [Clock#millis()]. Written by the one that fetches.
  private volatile @Nullable Long attempted;

  private record KeySet(List<TokenKey> keys, long fetchedAt) {}

  /// Fetches nothing yet.
  ///
  /// @param app the app that log lines are about
  public JwksKeys(String app, JwksSettings settings, Clock clock) {
    this.settings = settings.copy();
    this.clock = clock;
    this.failures = new LogLimit(clock, app);
    if (!"https".equals(this.settings.url.getScheme())
        && !isLoopback(this.settings.url.getHost())) {
      LOG.warn("key set without TLS, whoever is on the way can replace the keys: app={}", app);
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  @Override
  List<TokenKey> candidates(@Nullable String id, String algorithm) throws TokenException {
    if (!TokenKey.isForPublicKeys(algorithm)) {
      throw new TokenException(Reason.ALGORITHM);
    }
    KeySet known = latest;
    if (known == null || age(known) > settings.staleFor.toMillis()) {
      known = fetched(known);
    } else if (age(known) > settings.refresh.toMillis() && mayFetch()) {
      KeySet old = known;
      Thread.ofVirtual().name("carillon-jwks").start(() -> fetched(old));
    }
    List<TokenKey> found = matching(known, id, algorithm);
    if (found.isEmpty() && mayFetch()) {
      known = fetched(known);
      found = matching(known, id, algorithm);
    }
    if (known == null || age(known) > settings.staleFor.toMillis()) {
      throw new TokenException(Reason.UNAVAILABLE);
    }
    if (found.isEmpty()) {
      throw new TokenException(Reason.UNKNOWN_KEY);
    }
    return found;
  }

  private static List<TokenKey> matching(
      @Nullable KeySet set, @Nullable String id, String algorithm) {
    if (set == null) {
      return List.of();
    }
    return set.keys().stream()
        .filter(key -> key.permits(algorithm) && (id == null || id.equals(key.id())))
        .limit(MOST_TRIED)
        .toList();
  }

  private long age(KeySet set) {
    return clock.millis() - set.fetchedAt();
  }

  private boolean mayFetch() {
    Long last = attempted;
    return last == null || clock.millis() - last >= settings.pause.toMillis();
  }

  /// Fetches, or waits for a fetch that runs. Blocks.
  ///
  /// @param seen what the caller found wanting
  /// @return the latest keys, whatever came of it
  private @Nullable KeySet fetched(@Nullable KeySet seen) {
    var mine = new CompletableFuture<@Nullable KeySet>();
    CompletableFuture<@Nullable KeySet> running = fetching.compareAndExchange(null, mine);
    if (running != null) {
      return running.join();
    }
    try {
      if (Objects.equals(latest, seen) && mayFetch()) {
        attempted = clock.millis();
        latest = new KeySet(fetch(), clock.millis());
      }
    } catch (HttpCallException e) {
      warn(e.label());
    } catch (BadJson e) {
      warn(e.reason());
    } finally {
      fetching.set(null);
      mine.complete(latest);
    }
    return latest;
  }

  private List<TokenKey> fetch() throws HttpCallException, BadJson {
    HttpRequest request =
        HttpRequest.newBuilder(settings.url).header("Accept", "application/json").build();
    return KeySetReader.read(calls.call(request).success());
  }

  private void warn(String reason) {
    failures.warn(LOG, "key set not fetched", "reason", reason);
  }

  /// Ends a fetch that runs, and lets no other begin. Idempotent.
  @Override
  public void close() {
    calls.close();
  }
}
