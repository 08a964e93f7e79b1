package dev.carillon.access;

import dev.carillon.core.Principal;
import org.jspecify.annotations.Nullable;

/// What an answer is about. Immutable.
///
/// @param subject what of a principal its permissions depend on
record Question(Object subject, String room) {

  /// Returns the user whom alone this is about, or `null` if it may be about any.
  @Nullable String user() {
    return subject instanceof Principal one ? one.id() : null;
  }
}
