package dev.carillon.bench.yjs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `record.mjs` wrote for a workload.
///
/// @param updates what the editors sent, in order
/// @param touches updates of one character that may follow
/// @param state the document after all updates, as Yjs encodes it (v1)
@SuppressWarnings("ArrayRecordComponent") // confined to the benchmark, which changes none
record Recording(List<byte[]> updates, List<byte[]> touches, byte[] state) {

  static Recording read(Path folder, String name) {
    try (DataInputStream in = open(folder, name)) {
      return new Recording(list(in), list(in), list(in).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the small documents of which many are held at once.
  static List<byte[]> comments(Path folder) {
    try (DataInputStream in = open(folder, "comments")) {
      return list(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(Path folder, String name) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(Files.newInputStream(folder.resolve(name + ".bin"))));
  }

  private static List<byte[]> list(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<byte[]> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(in.readNBytes(in.readInt()));
    }
    return list;
  }
}
