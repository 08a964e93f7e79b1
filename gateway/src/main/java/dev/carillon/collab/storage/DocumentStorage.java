package dev.carillon.collab.storage;

import java.io.IOException;

/// Keeps documents, as Yjs updates in v1.
///
/// What is stored of a document is a set of updates: taken together, in any order, they are its state
/// (updates commute, and taking one twice is taking it once). So a change is stored by adding its bytes,
/// at the cost of the change and not of the document; several nodes may add to one document at the same
/// time; and a step that is repeated after a failure does no harm. What has grown long is put together
/// by [#replace].
///
/// **Names** are any text without NUL, up to 1,024 bytes in UTF-8: a storage that has narrower names of its
/// own encodes them. **Threads.** Every method may block, so it is called on virtual threads; safe for any
/// thread. For one document, a node calls one method at a time. **Errors.** [IOException] for what may work
/// later; its message holds no content of documents, and says what stands in the way.
public interface DocumentStorage extends AutoCloseable {

  /// Returns what is stored of a document.
  ///
  /// @throws DamagedDocumentException if what is stored cannot be read to its end; it stays as it is, and
  ///     the exception holds the part that can be read
  StoredDocument load(String name) throws IOException;

  /// Adds an update to a document, which is made if there is none. Returns once it is stored as safely as
  /// this storage can: what was returned from is there after a crash, if anything is.
  void append(String name, byte[] update) throws IOException;

  /// Replaces what a `load` returned by one update that says the same. What was added since that `load`
  /// stays. At any instant, a crash leaves the old or the new.
  ///
  /// @param loaded what [#load] returned
  void replace(String name, StoredDocument loaded, byte[] state) throws IOException;

  /// Removes a document and all that is stored of it, if there is one.
  void remove(String name) throws IOException;

  /// Closes files and links. Idempotent.
  @Override
  void close();
}
