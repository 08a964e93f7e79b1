package dev.carillon.collab.storage;

import java.util.List;

/// What is stored of a document at one moment. Immutable but for the arrays, which are shared.
///
/// @param updates in v1, oldest first; none: there is no such document
/// @param position where these end, in the words of the storage, for [DocumentStorage#replace]
public record StoredDocument(List<byte[]> updates, long position) {
  /// Of which nothing is stored.
  public static final StoredDocument NONE = new StoredDocument(List.of(), 0);

  /// Copies the list.
  public StoredDocument {
    updates = List.copyOf(updates);
  }

  /// Returns the bytes of all updates.
  public long bytes() {
    return updates.stream().mapToLong(update -> update.length).sum();
  }
}
