package dev.carillon.server.apps.toggo.members;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Remembers answers for a short time, and asks once for all who want to know at the same moment.
///
/// Failures are shared, and not remembered. An answer belongs to the version of its trip that it was asked for:
/// after a change it is found no more, also if it comes only then. Safe for any thread.
final class CachedMembers implements Members {
  /// In user ids: a list weighs as much as it has and one more, an answer about one user two.
  private static final long MOST = 200_000;

  /// Trips that share a version; a change of one costs the others a question.
  private static final int VERSIONS = 4096;

  private static final Duration LONGEST_NO = Duration.ofSeconds(5);

  private final Members source;
  private final AsyncCache<Question, Answer> answers;

  /// These only grow, and so does the sum of one of them and of that of all trips.
  private final AtomicLongArray versions = new AtomicLongArray(VERSIONS);

  private final AtomicLong versionOfAll = new AtomicLong();

  /// @param user whether this one is on the trip; `null`: who all are
  private record Question(String trip, @Nullable String user, long version) {}

  /// A failure is an answer, too: the cache would log what is thrown, each time.
  private sealed interface Answer {
    record All(List<String> members) implements Answer {}

    record One(boolean isMember) implements Answer {}

    record Unknown(MembersException why) implements Answer {}

    record Failed(RuntimeException why) implements Answer {}
  }

  /// @param lifetime how long an answer is taken for true; a no about one user [#LONGEST_NO] at most
  CachedMembers(Members source, Duration lifetime, Clock clock) {
    this.source = source;
    Duration no = lifetime.compareTo(LONGEST_NO) < 0 ? lifetime : LONGEST_NO;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Question question, Answer answer) -> weight(answer))
            .expireAfter(
                Expiry.<Question, Answer>creating((question, answer) ->
                    switch (answer) {
                      case Answer.All _ -> lifetime;
                      case Answer.One(boolean isMember) -> isMember ? lifetime : no;
                      case Answer.Unknown _, Answer.Failed _ -> Duration.ZERO;
                    }))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .buildAsync();
  }

  private static int weight(Answer answer) {
    return answer instanceof Answer.All(List<String> members) ? 1 + members.size() : 2;
  }

  @Override
  public boolean has(String trip, String user) throws MembersException {
    return switch (answer(question(trip, user), () -> new Answer.One(source.has(trip, user)))) {
      case Answer.One(boolean isMember) -> isMember;
      case Answer other -> throw failure(other);
    };
  }

  @Override
  public List<String> of(String trip) throws MembersException {
    return switch (answer(question(trip, null), () -> new Answer.All(source.of(trip)))) {
      case Answer.All(List<String> members) -> members;
      case Answer other -> throw failure(other);
    };
  }

  private static MembersException failure(Answer answer) {
    return switch (answer) {
      case Answer.Unknown(MembersException why) -> why;
      case Answer.Failed(RuntimeException why) -> throw why;
      case Answer.All _, Answer.One _ -> throw new IllegalStateException("the other question's");
    };
  }

  private Answer answer(Question question, Callable<Answer> asking) {
    return answers.get(question, (key, executor) -> asked(asking)).join();
  }

  /// On a thread of its own, as those who share the answer must not depend on the first one's.
  private static CompletableFuture<Answer> asked(Callable<Answer> asking) {
    return CompletableFuture.supplyAsync(
        () -> ask(asking), task -> Thread.ofVirtual().name("toggo-members").start(task));
  }

  private static Answer ask(Callable<Answer> asking) {
    try {
      return asking.call();
    } catch (MembersException e) {
      return new Answer.Unknown(e);
    } catch (RuntimeException e) {
      return new Answer.Failed(e);
    } catch (Exception e) {
      throw new IllegalStateException("no other is thrown", e);
    }
  }

  @Override
  public void changed(String trip) {
    versions.incrementAndGet(slot(trip));
  }

  @Override
  public void missed() {
    versionOfAll.incrementAndGet();
  }

  private Question question(String trip, @Nullable String user) {
    return new Question(trip, user, versionOfAll.get() + versions.get(slot(trip)));
  }

  private static int slot(String trip) {
    int hash = trip.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), VERSIONS);
  }

  @Override
  public void close() {
    source.close();
  }
}
