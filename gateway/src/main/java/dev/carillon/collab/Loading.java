package dev.carillon.collab;

import dev.carillon.collab.storage.DamagedDocumentException;
import dev.carillon.collab.storage.StoredDocument;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A document as it comes from the storage.
///
/// @param doc all of it that can be read
/// @param pieces how many updates it is stored in
/// @param damaged whether there is more that cannot be read
record Loading(Doc doc, int pieces, boolean damaged) {

  /// Loads a document. Blocks.
  ///
  /// @return `null` if it cannot be loaded, or nothing of it can be read, which was logged
  static @Nullable Loading of(String name, Documents documents) {
    try {
      return load(name, documents);
    } catch (IOException | RuntimeException e) {
      documents.warn("document cannot be loaded", name, e);
      return null;
    }
  }

  private static Loading load(String name, Documents documents) throws IOException {
    Doc doc = Doc.create(DocSettings.DEFAULT.withLimits(documents.settings().limits));
    StoredDocument found;
    Exception damage = null;
    try {
      found = documents.storage().load(name);
    } catch (DamagedDocumentException e) {
      damage = e;
      found = e.readable();
    }
    for (byte[] update : found.updates()) {
      try {
        doc.applyUpdate(update);
      } catch (UpdateRefusedException e) {
        damage = e;
      }
    }
    if (damage != null && doc.stateVector().equals(StateVector.EMPTY)) {
      throw new IOException("nothing of it can be read", damage);
    }
    if (damage != null) {
      documents.warn("document is damaged and will not be changed", name, damage);
    }
    return new Loading(doc, found.updates().size(), damage != null);
  }
}
