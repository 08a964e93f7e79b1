package dev.carillon.access;

import dev.carillon.core.Principal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How permissions are decided and remembered. Immutable.
///
/// @param guarded which rooms are decided about; the others are open to whom the app lets in
/// @param subject what of a principal its permissions depend on; those for whom it is equal share an answer.
///     It must hold all that the rules look at, the id if they ask the store for a user. `null` stands for
///     nobody
/// @param cacheFor how long an answer is remembered
/// @param cacheSize how many answers are remembered on this node; the oldest go first
/// @param concurrency how many questions are asked at once; more wait
/// @param timeout how long a question may take, its wait included; then it is undecided
/// @param patience how long an undecided question about somebody who is in a room is asked again, while
///     what it is sent waits
/// @param undecided what becomes of those who are in, after that
public record PermissionSettings(
    Predicate<String> guarded,
    Function<@Nullable Principal, Object> subject,
    Duration cacheFor,
    int cacheSize,
    int concurrency,
    Duration timeout,
    Duration patience,
    Undecided undecided) {

  /// What becomes of somebody in a room about whom nobody can decide.
  public enum Undecided {
    /// It leaves the room: what it may not hear it does not hear.
    EVICT,
    /// It stays: a backend that is away empties no room.
    KEEP
  }

  private static final String NOBODY = "nobody";

  /// @throws IllegalArgumentException if a number or span is not above zero
  public PermissionSettings {
    if (cacheSize < 1 || concurrency < 1 || !timeout.isPositive() || cacheFor.isNegative()) {
      throw new IllegalArgumentException("cache-size, concurrency, timeout: more than 0");
    }
  }

  /// Returns settings for which every room is guarded and an answer is about one principal with all that is
  /// known of it; 10,000 answers for 30 s, 64 questions at once, 5 s for each and as much patience, and
  /// [Undecided#EVICT].
  public static PermissionSettings defaults() {
    return new PermissionSettings(
        room -> true,
        principal -> principal == null ? NOBODY : principal,
        Duration.ofSeconds(30),
        10_000,
        64,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Undecided.EVICT);
  }

  /// Returns the same for other rooms.
  public PermissionSettings withGuarded(Predicate<String> value) {
    return new PermissionSettings(
        value, subject, cacheFor, cacheSize, concurrency, timeout, patience, undecided);
  }

  /// Returns the same with answers about another part of a principal.
  public PermissionSettings withSubject(Function<@Nullable Principal, Object> value) {
    return new PermissionSettings(
        guarded, value, cacheFor, cacheSize, concurrency, timeout, patience, undecided);
  }

  /// Returns the same with answers remembered for another time, in another number.
  public PermissionSettings withCache(Duration time, int size) {
    return new PermissionSettings(
        guarded, subject, time, size, concurrency, timeout, patience, undecided);
  }

  /// Returns the same with another number of questions at once.
  public PermissionSettings withConcurrency(int value) {
    return new PermissionSettings(
        guarded, subject, cacheFor, cacheSize, value, timeout, patience, undecided);
  }

  /// Returns the same with another time for a question.
  public PermissionSettings withTimeout(Duration value) {
    return new PermissionSettings(
        guarded, subject, cacheFor, cacheSize, concurrency, value, patience, undecided);
  }

  /// Returns the same with another patience, and another end of it.
  public PermissionSettings withUndecided(Duration after, Undecided value) {
    return new PermissionSettings(
        guarded, subject, cacheFor, cacheSize, concurrency, timeout, after, value);
  }
}
