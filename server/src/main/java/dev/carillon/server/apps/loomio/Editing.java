package dev.carillon.server.apps.loomio;

import dev.carillon.collab.Documents;
import dev.carillon.collab.HocuspocusEndpoint;
import dev.carillon.collab.storage.MemoryStorage;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import java.net.URI;

/// Collaborative editing, as Loomio's Hocuspocus server served it: documents live in memory, and what is written
/// in them is stored by Loomio when its author posts it.
///
/// Safe for any thread.
final class Editing implements AutoCloseable {
  private static final String NAME = "loomio-editing";

  private final EditingAccess access;
  private final MemoryStorage storage;
  private final Documents documents;
  private final HocuspocusEndpoint endpoint;

  /// @param url where Loomio is asked
  Editing(EditingSettings settings, URI url, Services services) {
    this.access = new EditingAccess(settings, url);
    this.storage = new MemoryStorage(settings.memory);
    this.documents = Documents.create(NAME, services, settings.documents(), storage, access);
    this.endpoint = new HocuspocusEndpoint(NAME, settings.collab(), documents);
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
