package dev.carillon.access;

import dev.carillon.core.Editable;
import dev.carillon.core.Principal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How permissions are decided and remembered; see [Editable] for how it is said.
public final class PermissionSettings extends Editable<PermissionSettings> {
  /// What becomes of somebody in a room about whom nobody can decide.
  public enum Undecided {
    /// It leaves the room: what it may not hear it does not hear.
    EVICT,
    /// It stays: a backend that is away empties no room.
    KEEP
  }

  private static final String NOBODY = "nobody";

  /// Which rooms are decided about; the others are open to whom the app lets in.
  public Predicate<String> guarded = room -> true;

  /// What of a principal its permissions depend on; those for whom it is equal share an answer. It must hold
  /// all that the rules look at, the id if they ask the store for a user. `null` stands for nobody.
  public Function<@Nullable Principal, Object> subject =
      principal -> principal == null ? NOBODY : principal;

  /// How long an answer is remembered.
  public Duration cacheFor = Duration.ofSeconds(30);

  /// How many answers are remembered on this node; the oldest go first.
  public int cacheSize = 10_000;

  /// How many questions are asked at once; more wait.
  public int concurrency = 64;

  /// How long a question may take, its wait included; then it is undecided.
  public Duration timeout = Duration.ofSeconds(5);

  /// How long an undecided question about somebody who is in a room is asked again, while what it is sent
  /// waits.
  public Duration patience = Duration.ofSeconds(5);

  /// What becomes of those who are in, after that.
  public Undecided undecided = Undecided.EVICT;

  private PermissionSettings() {}

  /// Returns the defaults.
  public static PermissionSettings defaults() {
    return new PermissionSettings();
  }

  @Override
  protected void check() {
    if (cacheSize < 1 || concurrency < 1 || !timeout.isPositive() || cacheFor.isNegative()) {
      throw new IllegalArgumentException("cache-size, concurrency, timeout: more than 0");
    }
  }
}
