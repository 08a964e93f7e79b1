package dev.carillon.server.apps.toggo.feed;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Remembers members for a short time, and asks once for all who want to know at the same moment.
///
/// Failures are shared, and not remembered. Safe for any thread.
final class CachedMembers implements Members {
  private static final long MOST_IDS = 200_000;

  private final Members source;
  private final AsyncCache<String, Answer> answers;

  /// A failure is an answer, too: the cache would log what is thrown, each time.
  private sealed interface Answer {
    record Known(List<String> members) implements Answer {}

    record Unknown(MembersException why) implements Answer {}

    record Failed(RuntimeException why) implements Answer {}
  }

  /// @param lifetime how long an answer is taken for true
  CachedMembers(Members source, Duration lifetime, Clock clock) {
    this.source = source;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(MOST_IDS)
            .weigher((String trip, Answer answer) -> weight(answer))
            .expireAfter(
                Expiry.<String, Answer>creating(
                    (trip, answer) -> answer instanceof Answer.Known ? lifetime : Duration.ZERO))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .buildAsync();
  }

  private static int weight(Answer answer) {
    return answer instanceof Answer.Known(List<String> members) ? 1 + members.size() : 1;
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    return switch (answers.get(trip, (key, executor) -> asked(key)).join()) {
      case Answer.Known(List<String> members) -> members;
      case Answer.Unknown(MembersException why) -> throw why;
      case Answer.Failed(RuntimeException why) -> throw why;
    };
  }

  /// On a thread of its own, as those who share the answer must not depend on the first one's.
  private CompletableFuture<Answer> asked(String trip) {
    return CompletableFuture.supplyAsync(
        () -> ask(trip), task -> Thread.ofVirtual().name("toggo-members").start(task));
  }

  private Answer ask(String trip) {
    try {
      return new Answer.Known(source.of(trip));
    } catch (MembersException e) {
      return new Answer.Unknown(e);
    } catch (RuntimeException e) {
      return new Answer.Failed(e);
    }
  }

  @Override
  public void changed(String trip) {
    answers.synchronous().invalidate(trip);
  }

  @Override
  public void close() {
    source.close();
  }
}
