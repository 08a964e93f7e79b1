package dev.carillon.collab.storage;

import dev.carillon.yjs.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps documents in this process, until it ends: what an editor needs whose text is stored elsewhere.
///
/// Bounded in bytes. When there is more, the documents that were used longest ago are forgotten; whoever
/// opens one of them again finds it empty, and the clients that still have it bring it back.
///
/// Guarded by itself.
public final class MemoryStorage implements DocumentStorage {
  /// Past so many updates, a document is put together.
  private static final int MERGE_AT = 64;

  private final long maxBytes;

  /// By name, the one used longest ago first.
  private final LinkedHashMap<String, Kept> documents =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  private long bytes;

  /// @param maxBytes how much is kept of all documents together
  public MemoryStorage(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /// One document's updates. Guarded by the storage.
  private static final class Kept {
    private final List<byte[]> updates = new ArrayList<>();

    /// The number of updates that were ever added; the last of `updates` has this number.
    private long position;

    long bytes() {
      return updates.stream().mapToLong(update -> update.length).sum();
    }
  }

  @Override
  public synchronized StoredDocument load(String name) {
    Kept kept = documents.get(name);
    return kept == null ? StoredDocument.NONE : new StoredDocument(kept.updates, kept.position);
  }

  @Override
  public synchronized void append(String name, byte[] update) throws IOException {
    if (update.length > maxBytes) {
      throw new IOException(
          "a change of " + update.length + " bytes; at most " + maxBytes + " are kept");
    }
    Kept kept = documents.computeIfAbsent(name, key -> new Kept());
    kept.updates.add(update);
    kept.position++;
    bytes += update.length;
    if (kept.updates.size() > MERGE_AT) {
      put(kept, kept.updates.size(), Updates.mergeUpdates(kept.updates));
    }
    forgetOldest();
  }

  @Override
  public synchronized void replace(String name, StoredDocument loaded, byte[] state) {
    Kept kept = documents.get(name);
    if (kept != null) {
      long added = kept.position - loaded.position();
      int old = (int) Math.max(0, kept.updates.size() - added);
      put(kept, old, state);
      forgetOldest();
    }
  }

  /// Puts one update in place of the first ones.
  private void put(Kept kept, int first, byte[] state) {
    bytes -= kept.bytes();
    kept.updates.subList(0, first).clear();
    kept.updates.addFirst(state);
    bytes += kept.bytes();
  }

  private void forgetOldest() {
    var oldestFirst = documents.entrySet().iterator();
    while (bytes > maxBytes && oldestFirst.hasNext()) {
      Map.Entry<String, Kept> oldest = oldestFirst.next();
      bytes -= oldest.getValue().bytes();
      oldestFirst.remove();
    }
  }

  @Override
  public synchronized void remove(String name) {
    Kept kept = documents.remove(name);
    if (kept != null) {
      bytes -= kept.bytes();
    }
  }

  @Override
  public synchronized void close() {
    documents.clear();
    bytes = 0;
  }
}
