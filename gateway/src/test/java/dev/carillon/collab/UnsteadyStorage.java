package dev.carillon.collab;

import dev.carillon.collab.storage.DocumentStorage;
import dev.carillon.collab.storage.MemoryStorage;
import dev.carillon.collab.storage.StoredDocument;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// A storage that can be made to fail, and to wait.
final class UnsteadyStorage implements DocumentStorage {
  private final MemoryStorage kept = new MemoryStorage(1 << 20);
  volatile boolean failing;
  volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public StoredDocument load(String name) throws IOException {
    pass();
    return kept.load(name);
  }

  @Override
  public void append(String name, byte[] update) throws IOException {
    pass();
    kept.append(name, update);
  }

  @Override
  public void replace(String name, StoredDocument loaded, byte[] state) throws IOException {
    pass();
    kept.replace(name, loaded, state);
  }

  @Override
  public void remove(String name) throws IOException {
    pass();
    kept.remove(name);
  }

  private void pass() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (failing) {
      throw new IOException("no space left on device");
    }
  }

  @Override
  public void close() {
    kept.close();
  }
}
