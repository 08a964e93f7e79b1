package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import org.jspecify.annotations.Nullable;

/// Goes through the structs of an update one by one and checks each. Confined to one thread.
final class BlockReader {
  private final UpdateReader in;
  private int clientsLeft;
  private int structsLeft;
  private long client;
  private int clock;
  private boolean begun;
  private boolean ordered = true;

  BlockReader(byte[] update, UpdateFormat format, Limits limits) {
    in = UpdateReader.of(update, format, limits);
    clientsLeft = in.clients();
  }

  /// Reads the next struct, or returns null behind the last one.
  ///
  /// A struct without length stands for nothing and is left out.
  @Nullable Block next() {
    while (true) {
      while (structsLeft == 0) {
        if (clientsLeft == 0) {
          return null;
        }
        beginClient();
      }
      structsLeft--;
      int at = in.rest.position();
      Block block = read(at);
      if (block.length > 0) {
        clock += block.length;
        if (clock < 0) {
          throw limit(at, "a clock beyond 31 bits");
        }
        return block;
      }
    }
  }

  private void beginClient() {
    clientsLeft--;
    structsLeft = in.structs();
    long next = in.client();
    ordered &= !begun || next < client;
    begun = true;
    client = next;
    clock = in.firstClock();
  }

  private Block read(int at) {
    int info = in.info();
    int ref = info & Content.REF_BITS;
    if (ref == Content.GC) {
      return SpanBlock.gc(client, clock, in.len());
    }
    if (ref == Content.SKIP) {
      return SpanBlock.skip(client, clock, in.skipLength());
    }
    if (in instanceof V1UpdateReader) {
      skipPlace(info);
      int length = Content.skip(in, ref);
      return new RawBlock(client, clock, length, in.rest.array(), at, in.rest.position());
    }
    return ItemBlock.read(in, client, clock, info);
  }

  private void skipPlace(int info) {
    if ((info & ItemBlock.HAS_ORIGIN) != 0) {
      in.client();
      in.leftClock();
    }
    if ((info & ItemBlock.HAS_RIGHT_ORIGIN) != 0) {
      in.client();
      in.rightClock();
    }
    if ((info & (ItemBlock.HAS_ORIGIN | ItemBlock.HAS_RIGHT_ORIGIN)) == 0) {
      if (in.isRootParent()) {
        in.skipName();
      } else {
        in.client();
        in.leftClock();
      }
      if ((info & ItemBlock.HAS_KEY) != 0) {
        in.skipName();
      }
    }
  }

  /// Returns whether clients came in descending order so far, each once.
  boolean isOrdered() {
    return ordered;
  }

  /// Reads the delete set, which must follow the last struct and end the update.
  DeleteSet deleteSet() {
    var deleted = new DeleteSetBuilder();
    addDeleteSet(deleted);
    return deleted.build();
  }

  /// Reads the delete set, which must follow the last struct and end the update, into another.
  void addDeleteSet(DeleteSetBuilder deleted) {
    deleted.addAll(in);
    if (in.rest.remaining() > 0) {
      throw malformed(in.rest.position(), "bytes behind the end");
    }
  }
}
