package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Encoder;

/// Writes structs of which it is not known beforehand how many there are of each client.
///
/// Confined to one thread.
final class BlockWriter {
  private final UpdateWriter out;
  private final Encoder sections = new Encoder(256);
  private int sectionCount;
  private long client;
  private int clock;
  private int written;

  BlockWriter(UpdateFormat format) {
    out = UpdateWriter.of(format);
  }

  /// Writes what lies behind the first `offset` clocks of a struct.
  ///
  void write(Block block, int offset) {
    if (written > 0 && (block.client != client || block.clock + offset != clock)) {
      endSection();
    }
    if (written == 0) {
      client = block.client;
      out.client(client);
      out.rest.writeVarUint(block.clock + offset);
    }
    block.write(out, offset);
    clock = block.end();
    written++;
  }

  private void endSection() {
    if (written > 0) {
      sectionCount++;
      sections.writeVarUint(written);
      sections.writeAll(out.rest);
      out.rest.clear();
      written = 0;
    }
  }

  /// Ends the update with its delete set.
  byte[] finish(DeleteSet deleted) {
    endSection();
    out.rest.writeVarUint(sectionCount);
    out.rest.writeAll(sections);
    deleted.write(out);
    return out.toByteArray();
  }
}
