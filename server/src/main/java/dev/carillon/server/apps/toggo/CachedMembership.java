package dev.carillon.server.apps.toggo;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Remembers answers for a while, and lets those who ask for the same at once share one. Safe for any
/// thread.
final class CachedMembership implements Membership {
  private static final int MOST = 100_000;
  private static final Duration LONGEST_NO = Duration.ofSeconds(5);

  private final Membership asked;
  private final AsyncCache<Question, Answer> answers;

  private record Question(String trip, String user) {}

  /// @param yes how long a yes counts; a no as long, but [#LONGEST_NO] at most
  CachedMembership(Membership asked, Duration yes, Clock clock) {
    this.asked = asked;
    Duration no = yes.compareTo(LONGEST_NO) < 0 ? yes : LONGEST_NO;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(
                Expiry.<Question, Answer>creating((question, answer) ->
                    switch (answer) {
                      case YES -> yes;
                      case NO -> no;
                      case NONE -> Duration.ZERO;
                    }))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .buildAsync();
  }

  @Override
  public Answer ask(String trip, String user) {
    try {
      return answers.get(new Question(trip, user), (question, executor) -> answer(question)).join();
    } catch (CompletionException _) {
      return Answer.NONE;
    }
  }

  /// On a thread of its own, as those who share the answer must not depend on the first one's.
  private CompletableFuture<Answer> answer(Question question) {
    return CompletableFuture.supplyAsync(
        () -> asked.ask(question.trip(), question.user()),
        task -> Thread.ofVirtual().name("toggo-membership").start(task));
  }

  @Override
  public void close() {
    asked.close();
  }
}
