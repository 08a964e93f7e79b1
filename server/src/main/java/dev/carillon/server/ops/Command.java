package dev.carillon.server.ops;

import java.util.List;

/// One Redis command as text. Immutable.
///
/// @param name its name in capitals
/// @param arguments what follows the name
record Command(String name, List<String> arguments) {}
