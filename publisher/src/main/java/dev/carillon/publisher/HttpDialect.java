package dev.carillon.publisher;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How commands are told over HTTP, and what the answers mean. Immutable.
interface HttpDialect {
  URI uri();

  byte[] body(List<HttpCommand> commands);

  /// Reads an answer with a status of 200.
  ///
  /// @return for each command what came of it; `null` if this is no answer to them
  @Nullable List<Outcome> outcomes(byte[] answer, int commands);

  /// Whether nothing at all was done, as far as an answer with the status 503 tells.
  boolean nothingDone(byte[] answer);

  /// What came of a command.
  sealed interface Outcome {
    record Done() implements Outcome {}

    /// Not done, and to be tried again.
    record Later() implements Outcome {}

    /// Not done, for a reason that stays.
    record Refused(String why) implements Outcome {}
  }
}
