package dev.carillon.server.apps.curia;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.http.HttpCallException;
import dev.carillon.json.BadJson;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of boards and communities: asked for when it is needed, kept for a while, and forgotten when
/// an event says that it is another now.
///
/// That there is none is kept as well, so that nobody can have the backend asked again and again; that nobody
/// answered about a board is not. Those who ask for the same at once share an answer. What was forgotten while it was being
/// asked for is asked for once more by whoever comes after.
///
/// Safe for any thread; reading blocks.
final class Records implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);
  private static final int MOST = 20_000;

  /// Events do not wait for a community of which nobody answers, one after the other.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Lookup lookup;
  private final String source;
  private final Set<Feature> usual;
  private final AsyncCache<Long, Answer<Board>> boards;
  private final AsyncCache<String, Answer<Community>> communities;
  private final Instruments instruments;
  private final LogLimit failures;
  private final AtomicLong version = new AtomicLong();

  /// Nobody can say at the moment, or what is said is of no use.
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown() {
      super("unknown", null, false, false);
    }
  }

  /// What came of a question.
  ///
  /// @param found what there is; `null`: nothing
  /// @param failed nobody answered, or what was answered is of no use
  private record Answer<T>(@Nullable T found, boolean failed) {
    T orElse(T other) {
      return found == null ? other : found;
    }
  }

  /// @param source where it is looked up, for metrics: `store` or `http`
  /// @param usual the features of a community that does not say otherwise
  Records(
      Lookup lookup,
      String source,
      Set<Feature> usual,
      Duration kept,
      Clock clock,
      Instruments instruments) {
    this.lookup = lookup;
    this.source = source;
    this.usual = usual;
    this.boards = cache(kept, Duration.ZERO, clock);
    this.communities = cache(kept, PAUSE, clock);
    this.instruments = instruments;
    this.failures = new LogLimit(clock, CuriaApp.NAME);
  }

  private static <K, T> AsyncCache<K, Answer<T>> cache(
      Duration kept, Duration failureKept, Clock clock) {
    return Caffeine.newBuilder()
        .maximumSize(MOST)
        .expireAfter(
            Expiry.<K, Answer<T>>creating((key, answer) -> answer.failed ? failureKept : kept))
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run)
        .buildAsync();
  }

  /// Returns a board, if there is one.
  Optional<Board> board(long id) throws Unknown {
    Answer<Board> answer = askBoard(id).join();
    if (answer.failed) {
      throw new Unknown();
    }
    return Optional.ofNullable(answer.found);
  }

  /// Returns whether somebody may look at a board; not, if nobody can say.
  boolean maySee(User user, long id) {
    Board found = askBoard(id).join().found;
    return found != null && found.refusal(user) == null;
  }

  /// Begins to ask for a board that is going to be needed.
  void prepareBoard(long id) {
    var _ = askBoard(id);
  }

  private CompletableFuture<Answer<Board>> askBoard(long id) {
    return boards.get(id, (key, executor) -> ask("board", () -> lookup.board(id)));
  }

  /// Returns a community; one without partners when nothing is known of it, for whatever reason.
  Community community(String id) {
    return communities
        .get(id, (key, executor) -> ask("community", () -> lookup.community(id)))
        .join()
        .orElse(Community.unknown(id));
  }

  /// Returns whether a community has a feature; blocks, as [#community] does.
  boolean has(String community, Feature feature) {
    Boolean said = community(community).features().get(feature);
    return said == null ? usual.contains(feature) : said;
  }

  /// Returns the rooms of those of these communities that do without a feature.
  String[] roomsWithout(Feature feature, Collection<String> communities) {
    return communities.stream()
        .filter(community -> !has(community, feature))
        .map(RoomNames::community)
        .toArray(String[]::new);
  }

  private interface Question<T> {
    @Nullable T ask() throws BadJson, HttpCallException;
  }

  /// On a thread of its own, as those who share the answer must not depend on the first one's.
  private <T> CompletableFuture<Answer<T>> ask(String what, Question<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new Answer<>(question.ask(), false);
          } catch (BadJson e) {
            return failed(what, e.reason());
          } catch (HttpCallException e) {
            return failed(what, e.label());
          } catch (RuntimeException _) {
            // A StoreException, or whatever a store throws that is being closed.
            return failed(what, "unavailable");
          }
        },
        task -> Thread.ofVirtual().name("curia-lookup").start(task));
  }

  private <T> Answer<T> failed(String what, String reason) {
    instruments.badInput(CuriaApp.NAME, source, what);
    failures.warn(LOG, "record unusable", "record", what, "reason", reason);
    return new Answer<>(null, true);
  }

  /// Returns a number that is another one once something was forgotten.
  long version() {
    return version.get();
  }

  /// Forgets a board.
  void forgetBoard(long id) {
    version.incrementAndGet();
    boards.synchronous().invalidate(id);
  }

  /// Forgets all communities.
  void forgetCommunities() {
    version.incrementAndGet();
    communities.synchronous().invalidateAll();
  }

  /// Forgets everything.
  void forgetAll() {
    boards.synchronous().invalidateAll();
    forgetCommunities();
  }

  @Override
  public void close() {
    lookup.close();
  }
}
