package dev.carillon.server.apps;

import dev.carillon.core.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What is to be said before a token can be made, and what it then says.
///
/// The fields that picocli's `@Option` marks are options of `carillon token APP`. Confined to one command,
/// which sets them.
public interface TokenForm {

  /// Returns the claims, without the times, in the order in which they are written.
  ///
  /// @throws IllegalArgumentException if an option is missing or wrong, in words for people
  Map<String, ?> claims(Clock clock, RandomGenerator random);
}
