package dev.carillon.collab.storage;

import java.io.IOException;

/// What is stored of a document cannot be read to its end.
public final class DamagedDocumentException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient StoredDocument readable;

  /// @param message where it is and what is wrong, without content
  /// @param readable what can be read
  public DamagedDocumentException(String message, StoredDocument readable) {
    super(message);
    this.readable = readable;
  }

  /// Returns what can be read: the last good state, as far as anybody can tell.
  public StoredDocument readable() {
    return readable;
  }
}
