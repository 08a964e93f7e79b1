package dev.carillon.server.apps.eclipse;

import dev.carillon.core.CloseReason;

/// A client does not come in. Holds nothing of its token.
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient CloseReason reason;

  Refused(CloseReason reason) {
    super(reason.label(), null, false, false);
    this.reason = reason;
  }

  /// Returns what the client is told.
  CloseReason reason() {
    return reason;
  }
}
