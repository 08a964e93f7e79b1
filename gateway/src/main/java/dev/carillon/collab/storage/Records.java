package dev.carillon.collab.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// How files hold what must not be mistaken: each record is its length, the checksum (CRC-32C) of length and
/// bytes, and the bytes. Numbers are four bytes, the highest first.
///
/// A file that a crash cut off ends in a piece of a record, or in zeros where the file system had noted its
/// length before its content. A record in the middle that is not what it was is another matter: somebody else
/// has written into the file, or the disk has.
final class Records {
  static final int HEAD = 8;

  /// Longer records are taken for what they must be: damage.
  static final int LONGEST = 512 * 1024 * 1024;

  private Records() {}

  /// Returns a record in the form of the file.
  static ByteBuffer record(byte[] bytes) {
    ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length);
    record.putInt(bytes.length).putInt(checksum(bytes, 0, bytes.length)).put(bytes);
    return record.flip();
  }

  /// Returns a record that holds a text.
  static ByteBuffer record(String text) {
    return record(text.getBytes(StandardCharsets.UTF_8));
  }

  private static int checksum(byte[] bytes, int from, int length) {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(4).putInt(length).flip());
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /// What stands at one place of a file.
  sealed interface Found {
    /// A good record.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Good(byte[] bytes, int next) implements Found {}

    /// The file ends here.
    record End() implements Found {}

    /// The file ends here in what a crash left.
    record Torn() implements Found {}

    /// What is here is damaged, and there is more behind it.
    record Damaged() implements Found {}
  }

  /// Reads what stands at a place.
  static Found read(byte[] file, int at) {
    if (at == file.length) {
      return new Found.End();
    }
    if (file.length - at < HEAD) {
      return new Found.Torn();
    }
    ByteBuffer head = ByteBuffer.wrap(file, at, HEAD);
    int length = head.getInt();
    int sum = head.getInt();
    long end = (long) at + HEAD + length;
    boolean good =
        length >= 0
            && length <= LONGEST
            && end <= file.length
            && sum == checksum(file, at + HEAD, length)
            && (length > 0 || sum != 0);
    if (good) {
      byte[] bytes = new byte[length];
      System.arraycopy(file, at + HEAD, bytes, 0, length);
      return new Found.Good(bytes, (int) end);
    }
    boolean last = length >= 0 && length <= LONGEST && end >= file.length;
    return last || isZero(file, at) ? new Found.Torn() : new Found.Damaged();
  }

  private static boolean isZero(byte[] file, int from) {
    for (int i = from; i < file.length; i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /// Writes all of a buffer at a place of a file.
  static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += file.write(bytes, to);
    }
  }

  /// Reads a whole file.
  static byte[] readAll(FileChannel file) throws IOException {
    long size = file.size();
    if (size > Integer.MAX_VALUE - HEAD) {
      throw new IOException("a file of " + size + " bytes is too long");
    }
    ByteBuffer all = ByteBuffer.allocate((int) size);
    while (all.hasRemaining()) {
      if (file.read(all, all.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return all.array();
  }
}
