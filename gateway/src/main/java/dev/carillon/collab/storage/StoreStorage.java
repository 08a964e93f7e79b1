package dev.carillon.collab.storage;

import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Keeps documents in the gateway's store, Redis say, where all nodes find them; as safe as that is set up to be.
///
/// A document is a hash, with a field for each update: its name is made of what it holds, so that one that is
/// stored twice is there once, and whoever puts fields together knows which. A document that nobody changes for
/// a while expires.
///
/// Safe for any thread.
public final class StoreStorage implements DocumentStorage {
  private static final int DIGEST_BYTES = 12;
  private static final HexFormat HEX = HexFormat.of();

  private final Store store;
  private final String prefix;
  private final Duration lifetime;

  /// @param store whoever made it closes it, after this
  /// @param prefix what keys begin with, such as `carillon:documents:`; the name of the document follows
  /// @param lifetime how long a document is kept after its last change
  public StoreStorage(Store store, String prefix, Duration lifetime) {
    this.store = store;
    this.prefix = prefix;
    this.lifetime = lifetime;
  }

  @Override
  public StoredDocument load(String name) throws IOException {
    Map<String, String> fields;
    try {
      fields = store.fields(key(name));
    } catch (StoreException e) {
      throw failure(e);
    }
    List<byte[]> updates = new ArrayList<>(fields.size());
    boolean damaged = false;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      try {
        byte[] update = Base64.getDecoder().decode(field.getValue());
        updates.add(update);
        damaged |= !field.getKey().equals(field(update));
      } catch (IllegalArgumentException e) {
        damaged = true;
      }
    }
    var readable = new StoredDocument(updates, 0);
    if (damaged) {
      throw new DamagedDocumentException("a field is not what it was", readable);
    }
    return readable;
  }

  @Override
  public void append(String name, byte[] update) throws IOException {
    try {
      put(name, update);
    } catch (StoreException e) {
      throw failure(e);
    }
  }

  /// The one first, then away with the others: what fails between leaves both, which say the same.
  @Override
  public void replace(String name, StoredDocument loaded, byte[] state) throws IOException {
    String made = field(state);
    List<String> old =
        loaded.updates().stream().map(StoreStorage::field).filter(it -> !it.equals(made)).toList();
    try {
      put(name, state);
      if (!old.isEmpty()) {
        store.removeFields(key(name), old);
      }
    } catch (StoreException e) {
      throw failure(e);
    }
  }

  @Override
  public void remove(String name) throws IOException {
    try {
      store.remove(key(name));
    } catch (StoreException e) {
      throw failure(e);
    }
  }

  private void put(String name, byte[] update) {
    String text = Base64.getEncoder().encodeToString(update);
    store.putField(key(name), field(update), text, lifetime);
  }

  private String key(String name) {
    return prefix + name;
  }

  private static String field(byte[] update) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(update), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  private static IOException failure(StoreException e) {
    return new IOException(e.getMessage(), e);
  }

  /// Does nothing: the store is not ours.
  @Override
  public void close() {}
}
