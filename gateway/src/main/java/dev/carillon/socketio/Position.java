package dev.carillon.socketio;

import org.jspecify.annotations.Nullable;

/// A place in the history of a node, as clients carry it: `<epoch>.<number>`.
///
/// To clients it is the opaque "offset" that stands behind the arguments of an event.
final class Position {
  private static final int MAX_DIGITS = 18;

  private Position() {}

  static String of(String epoch, long number) {
    return epoch + "." + number;
  }

  /// Returns the number, or -1 for what is no position in the given epoch.
  static long numberIn(String epoch, @Nullable String offset) {
    if (offset == null
        || !offset.startsWith(epoch)
        || offset.length() <= epoch.length() + 1
        || offset.length() > epoch.length() + 1 + MAX_DIGITS
        || offset.charAt(epoch.length()) != '.') {
      return -1;
    }
    long number = 0;
    for (int i = epoch.length() + 1; i < offset.length(); i++) {
      char digit = offset.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }
}
