package dev.carillon.core;

import java.time.Duration;
import java.util.function.Consumer;

/// Settings: public fields, each with its default, that are set on a copy.
///
/// ```java
/// var settings = SocketIoSettings.defaults().with(to -> {
///   to.patience = Duration.ofSeconds(20);
///   to.engine.path = "/live/";
/// });
/// ```
///
/// A setting is written once, where it is declared. That a field can be set is meant for the function that
/// [#with] is given, which has a copy to itself; whoever is handed settings keeps a copy ([#copy]), so that
/// what happens to theirs later is of no consequence. So settings are as good as immutable, and safe for
/// any thread once they are made.
///
/// @param <S> the settings themselves
public abstract class Editable<S extends Editable<S>> implements Cloneable {

  /// For subclasses: they have no state but their fields.
  protected Editable() {}

  /// Returns a copy with changes.
  ///
  /// @param change sets fields of the copy
  /// @throws IllegalArgumentException if a value is not possible; the text says which and why
  public final S with(Consumer<? super S> change) {
    S copy = copy();
    change.accept(copy);
    copy.check();
    return copy;
  }

  /// Returns a copy, that of settings within these included.
  public final S copy() {
    try {
      @SuppressWarnings("unchecked") // that is what S stands for
      S copy = (S) clone();
      copy.unshare();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /// Replaces settings within these by copies of them. Called on a copy that shares them with its origin.
  protected void unshare() {}

  /// Checks the values, and may put them into their final form.
  ///
  /// @throws IllegalArgumentException if one is not possible; the text says which and why
  protected void check() {}

  /// Checks a duration.
  ///
  /// @throws IllegalArgumentException if it is shorter than a millisecond
  protected static void atLeastOneMilli(String what, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 ms: " + value);
    }
  }

  /// Checks a number.
  ///
  /// @throws IllegalArgumentException if it is less than one
  protected static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1: " + value);
    }
  }
}
