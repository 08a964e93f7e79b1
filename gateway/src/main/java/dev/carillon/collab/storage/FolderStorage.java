package dev.carillon.collab.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps documents in a folder. What [#append] has returned from is on the disk, and survives `kill -9` and a
/// loss of power.
///
/// **The files.** Each document has one, named by the SHA-256 of its name, as names may hold what file systems
/// cannot: a record with the name, then one for each update. Beside them is a journal ([Journal]), in which
/// changes of all documents are one after the other, since the disk is asked once for all who wait, and not once
/// for each. A change is written into both and waits for the journal alone; from time to time the files of
/// documents are brought to the disk, too, and the journal begins anew. What a journal holds that a process
/// left is written into the files of the documents when the folder is opened: twice at worst, which does no
/// harm.
///
/// **What a crash leaves.** The last record of a file may be there in part; it was never answered for, and is
/// cut off when the document is read. Putting a document together writes a file beside and renames it, so there
/// is the old one or the new. A record in the middle that is not what it was is damage, is told as such, and
/// stays.
///
/// **One process.** A folder is locked by the process that uses it. Nodes that share documents need a storage
/// that they share.
///
/// Safe for any thread; for one document, one call at a time.
public final class FolderStorage implements DocumentStorage {
  private static final Logger LOG = LoggerFactory.getLogger(FolderStorage.class);

  /// The longest a journal gets before it begins anew.
  private static final long JOURNAL_BYTES = 16 * 1024 * 1024;

  private static final String JOURNAL = "journal-";

  private final Path folder;
  private final FileChannel lockFile;

  /// Files that are remembered to be good: the ones used longest ago are looked at again.
  private static final int MOST_REMEMBERED = 100_000;

  /// By name, how long a file is that is known to be good up to there. Guarded by itself.
  private final Map<String, Long> lengths =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  /// Guards the two below.
  private final Object turn = new Object();

  private @Nullable Journal journal;
  private long journals;
  private volatile boolean closed;

  private FolderStorage(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /// Opens a folder, which is made if there is none.
  ///
  /// @throws IOException if it cannot be written to, or another process uses it; the message says so
  public static FolderStorage open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lockFile = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
    try {
      if (lock(lockFile) == null) {
        throw new IOException("another process uses the folder " + folder);
      }
      var storage = new FolderStorage(folder, lockFile);
      storage.recover();
      return storage;
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /// Writes what journals hold into the files of documents.
  private void recover() throws IOException {
    List<Path> left = new ArrayList<>();
    try (var found = Files.newDirectoryStream(folder, JOURNAL + "*")) {
      found.forEach(left::add);
    }
    left.sort(Comparator.comparingLong(FolderStorage::number));
    for (Path path : left) {
      journals = Math.max(journals, number(path));
      if (recover(path)) {
        Files.delete(path);
      }
    }
    forceFolder(folder);
  }

  /// Does so for one journal.
  ///
  /// @return whether nothing of it is needed any more
  private boolean recover(Path path) throws IOException {
    Set<String> changed = new HashSet<>();
    Set<String> damaged = new HashSet<>();
    Journal.read(
        path,
        (document, update) -> {
          if (update.length == 0) {
            lengths.remove(document);
            Files.deleteIfExists(file(document));
          } else {
            try {
              addToFile(document, update);
            } catch (DamagedDocumentException e) {
              damaged.add(document);
            }
          }
          changed.add(document);
        });
    for (String document : changed) {
      force(document);
    }
    if (!damaged.isEmpty()) {
      LOG.warn(
          "{} is kept: {} documents that it is about are damaged",
          path.getFileName(),
          damaged.size());
    }
    return damaged.isEmpty();
  }

  private static long number(Path journal) {
    return Long.parseLong(journal.getFileName().toString().substring(JOURNAL.length()));
  }

  // ---- the contract ----

  @Override
  public StoredDocument load(String name) throws IOException {
    try (FileChannel file = FileChannel.open(file(name), READ, WRITE)) {
      return load(name, file);
    } catch (NoSuchFileException e) {
      return StoredDocument.NONE;
    }
  }

  private StoredDocument load(String name, FileChannel file) throws IOException {
    byte[] all = Records.readAll(file);
    List<byte[]> updates = new ArrayList<>();
    int at = 0;
    boolean first = true;
    Records.Found found = Records.read(all, at);
    while (found instanceof Records.Found.Good good) {
      if (!first) {
        updates.add(good.bytes());
      }
      first = false;
      at = good.next();
      found = Records.read(all, at);
    }
    var readable = new StoredDocument(updates, at);
    if (found instanceof Records.Found.Damaged) {
      lengths.remove(name);
      throw new DamagedDocumentException(
          "damaged at byte " + at + " of " + file(name).getFileName(), readable);
    }
    if (found instanceof Records.Found.Torn) {
      LOG.warn(
          "the end of a file was cut off in the middle of a change: {}", file(name).getFileName());
      file.truncate(at);
    }
    lengths.put(name, (long) at);
    return readable;
  }

  @Override
  public void append(String name, byte[] update) throws IOException {
    if (update.length == 0 || update.length > Records.LONGEST) {
      throw new IOException("an update of " + update.length + " bytes");
    }
    addToFile(name, update);
    record(name, update);
  }

  @Override
  public void replace(String name, StoredDocument loaded, byte[] state) throws IOException {
    Path path = file(name);
    Path aside = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel old = FileChannel.open(path, READ);
        FileChannel made = FileChannel.open(aside, CREATE, WRITE)) {
      made.truncate(0);
      long length = put(made, Records.record(name), 0);
      length = put(made, Records.record(state), length);
      byte[] all = Records.readAll(old);
      int from = (int) Math.min(loaded.position(), all.length);
      length = put(made, ByteBuffer.wrap(all, from, all.length - from), length);
      made.force(true);
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(shard(Names.hash(name)));
      lengths.put(name, length);
    }
  }

  private static long put(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    int length = bytes.remaining();
    Records.write(file, bytes, at);
    return at + length;
  }

  @Override
  public void remove(String name) throws IOException {
    lengths.remove(name);
    if (Files.exists(file(name))) {
      record(name, new byte[0]);
      Files.deleteIfExists(file(name));
    }
  }

  @Override
  public void close() {
    synchronized (turn) {
      if (closed) {
        return;
      }
      closed = true;
      Journal last = journal;
      journal = null;
      if (last != null) {
        retire(last);
      }
    }
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.warn("the folder of documents cannot be unlocked: {}", e.getMessage());
    }
  }

  // ---- files of documents ----

  /// Adds an update to the file of a document. What of it cannot be written is taken back.
  private void addToFile(String name, byte[] update) throws IOException {
    Path path = file(name);
    Long known = lengths.get(name);
    if (known == null) {
      load(name); // which cuts off what a crash left
      known = lengths.get(name);
    }
    long length = known == null ? 0 : known;
    if (length == 0) {
      Files.createDirectories(shard(Names.hash(name)));
    }
    try (FileChannel file = FileChannel.open(path, CREATE, WRITE)) {
      try {
        long end = length == 0 ? put(file, Records.record(name), 0) : length;
        lengths.put(name, put(file, Records.record(update), end));
      } catch (IOException e) {
        lengths.remove(name);
        file.truncate(length);
        throw e;
      }
    }
  }

  private Path file(String name) {
    String hash = Names.hash(name);
    return shard(hash).resolve(hash);
  }

  /// Returns the folder of a document: one of 256, as some file systems dislike full ones.
  private Path shard(String hash) {
    return folder.resolve(hash.substring(0, 2));
  }

  private void force(String name) throws IOException {
    try (FileChannel file = FileChannel.open(file(name), WRITE)) {
      file.force(true);
    } catch (NoSuchFileException e) {
      LOG.debug("removed meanwhile");
    }
    Path shard = shard(Names.hash(name));
    if (Files.exists(shard)) {
      forceFolder(shard);
    }
  }

  /// Brings the names in a folder to the disk.
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel opened = FileChannel.open(folder, READ)) {
      opened.force(true);
    }
  }

  // ---- the journal ----

  private void record(String name, byte[] update) throws IOException {
    Journal used;
    long end;
    Journal full = null;
    synchronized (turn) {
      if (closed) {
        throw new IOException("the folder of documents is closed");
      }
      used = journal;
      if (used == null || used.isBroken() || used.size() > JOURNAL_BYTES) {
        full = used;
        journals++;
        used = Journal.create(folder.resolve(JOURNAL + journals));
        forceFolder(folder);
        journal = used;
      }
      end = used.write(name, update);
    }
    if (full != null) {
      Journal old = full;
      Thread.ofVirtual().name("carillon-journal").start(() -> retire(old));
    }
    used.force(end);
  }

  /// Brings the files of documents to the disk that a journal stands in for, and deletes it. If that fails it
  /// stays, and is read when the folder is opened again.
  private void retire(Journal old) {
    try {
      old.force(old.size()); // whoever still waits for it is answered
      old.close();
      for (String document : old.documents()) {
        force(document);
      }
      Files.deleteIfExists(old.path());
    } catch (IOException e) {
      LOG.warn("a journal of documents is kept: {}", e.getMessage());
    }
  }
}
