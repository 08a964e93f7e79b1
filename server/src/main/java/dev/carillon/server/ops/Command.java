package dev.carillon.server.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Redis command as text. Immutable.
///
/// @param name its name in capitals
/// @param arguments what follows the name
/// @param problem why it is none; `null` if it is one
record Command(String name, List<String> arguments, @Nullable String problem) {
  Command(String name, List<String> arguments) {
    this(name, arguments, null);
  }

  /// Stands in the place of what is no command.
  static Command none(String problem) {
    return new Command("", List.of(), problem);
  }
}
