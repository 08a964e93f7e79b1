package dev.carillon.server.apps.loomio;

import dev.carillon.collab.Documents;
import dev.carillon.collab.HocuspocusEndpoint;
import dev.carillon.collab.storage.DocumentStorage;
import dev.carillon.collab.storage.FolderStorage;
import dev.carillon.collab.storage.MemoryStorage;
import dev.carillon.collab.storage.StoreStorage;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/// Collaborative editing, as Loomio's Hocuspocus server served it: documents live in memory, and what is written
/// in them is stored by Loomio when its author posts it. Elsewhere they outlive the process.
///
/// Safe for any thread.
final class Editing implements AutoCloseable {
  private static final String NAME = "loomio-editing";

  /// What the keys of documents in Redis begin with.
  private static final String KEYS = "carillon:loomio:documents:";

  private final EditingAccess access;
  private final DocumentStorage storage;
  private final Documents documents;
  private final HocuspocusEndpoint endpoint;

  /// @param url where Loomio is asked
  Editing(EditingSettings settings, URI url, Services services) {
    this.access = new EditingAccess(settings, url);
    this.storage = storage(settings, services);
    this.documents = Documents.create(NAME, services, settings.documents(), storage, access);
    this.endpoint = new HocuspocusEndpoint(NAME, settings.collab(), documents);
  }

  private static DocumentStorage storage(EditingSettings settings, Services services) {
    Path folder = settings.folder;
    if (settings.storage == EditingSettings.Keeping.REDIS) {
      return new StoreStorage(services.store(), KEYS, settings.lifetime);
    }
    if (folder == null) {
      return new MemoryStorage(settings.memory);
    }
    try {
      return FolderStorage.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("apps.loomio.editing.folder: " + e.getMessage(), e);
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// Takes no more changes, and stores those that there are.
  @Override
  public void close() {
    access.close();
    documents.close();
    storage.close();
  }
}
