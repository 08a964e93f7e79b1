package dev.carillon.collab.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What was stored of all documents lately, in one file, so that one `fsync` makes many changes safe: whoever
/// comes while one runs waits for the next, which is for all of them.
///
/// A record is the name of a document and an update; without an update, the document was removed. What a
/// journal holds is in the files of the documents as well, but those may not have reached the disk. Once they
/// have, the journal is deleted.
///
/// Guarded by itself; [#write] and [#force] block.
final class Journal implements AutoCloseable {
  private final Path path;
  private final FileChannel file;

  /// The documents whose files this journal stands in for.
  private final Set<String> documents = ConcurrentHashMap.newKeySet();

  private long written;
  private long forced;
  private boolean forcing;
  private boolean broken;

  private Journal(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  static Journal create(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Journal(path, file);
  }

  Path path() {
    return path;
  }

  Set<String> documents() {
    return documents;
  }

  synchronized long size() {
    return written;
  }

  /// Whether this journal has failed, and nothing more may be written to it: after an `fsync` that failed nobody
  /// knows what is on the disk.
  synchronized boolean isBroken() {
    return broken;
  }

  /// Adds a record, and returns where it ends, for [#force].
  synchronized long write(String document, byte[] update) throws IOException {
    if (broken) {
      throw new IOException("the journal cannot be written to");
    }
    documents.add(document);
    ByteBuffer record = Records.record(encode(document, update));
    int length = record.remaining();
    try {
      Records.write(file, record, written);
    } catch (IOException e) {
      broken = true; // a piece of a record may be there
      throw e;
    }
    written += length;
    return written;
  }

  /// Returns once everything up to a place is on the disk.
  void force(long upTo) throws IOException {
    long target;
    synchronized (this) {
      try {
        while (forced < upTo && forcing && !broken) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (forced >= upTo) {
        return;
      }
      if (broken) {
        throw new IOException("the journal could not be written to the disk");
      }
      forcing = true;
      target = written;
    }
    boolean done = false;
    try {
      file.force(false);
      done = true;
    } finally {
      synchronized (this) {
        forcing = false;
        broken |= !done;
        forced = done ? Math.max(forced, target) : forced;
        notifyAll();
      }
    }
  }

  private static byte[] encode(String document, byte[] update) {
    byte[] name = document.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + name.length + update.length)
        .putInt(name.length)
        .put(name)
        .put(update)
        .array();
  }

  /// Takes what a journal says.
  interface Reader {
    /// @param update empty: the document was removed
    void onRecord(String document, byte[] update) throws IOException;
  }

  /// Reads a journal that a process left, as far as it goes.
  static void read(Path path, Reader reader) throws IOException {
    byte[] all = Files.readAllBytes(path);
    int at = 0;
    while (Records.read(all, at) instanceof Records.Found.Good good) {
      ByteBuffer record = ByteBuffer.wrap(good.bytes());
      byte[] name = new byte[record.getInt()];
      record.get(name);
      byte[] update = new byte[record.remaining()];
      record.get(update);
      reader.onRecord(new String(name, StandardCharsets.UTF_8), update);
      at = good.next();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
