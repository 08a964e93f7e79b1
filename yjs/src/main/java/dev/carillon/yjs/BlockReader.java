package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Goes through the structs of an update one by one and checks each. Confined to one thread.
///
/// It refuses exactly the bytes that [StructDecoder] refuses, so that nothing is passed on that a
/// document would not take.
final class BlockReader {
  private final UpdateReader in;
  private final Needs needs = new Needs();
  private int clientsLeft;
  private int structsLeft;
  private long client;
  private int clock;
  private int at;
  private long[] clients = new long[2]; // of all sections so far
  private int sections;
  private boolean ordered = true;
  private boolean emptied;

  BlockReader(byte[] update, UpdateFormat format, Limits limits) {
    in = UpdateReader.of(update, format, limits);
    clientsLeft = in.clients();
  }

  /// Has work done on an update, all of which it must read.
  ///
  /// Old merges of other implementations hold several sections of one client. Such an update is
  /// merged with itself, and the work done again: as if it had come in order.
  static <T> T over(
      byte[] update, UpdateFormat format, Limits limits, Function<BlockReader, T> work) {
    var in = new BlockReader(update, format, limits);
    T result = work.apply(in);
    if (!in.repeatsClients()) {
      return result;
    }
    byte[] merged = UpdateMerger.merge(List.of(update), format, limits);
    return work.apply(new BlockReader(merged, format, Limits.TRUSTED));
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
      at = in.rest.position();
      Block block = read(at);
      if (block.length > 0) {
        clock += block.length;
        if (clock < 0) {
          throw limit(at, "a clock beyond 31 bits");
        }
        return block;
      }
      emptied = true;
    }
  }

  private void beginClient() {
    clientsLeft--;
    structsLeft = in.structs();
    emptied |= structsLeft == 0;
    client = in.client();
    clock = in.firstClock();
    ordered &= sections == 0 || client < clients[sections - 1];
    if (sections == clients.length) {
      clients = Arrays.copyOf(clients, 2 * sections);
    }
    clients[sections++] = client;
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
      need(in.client(), in.leftClock());
    }
    if ((info & ItemBlock.HAS_RIGHT_ORIGIN) != 0) {
      need(in.client(), in.rightClock());
    }
    if ((info & (ItemBlock.HAS_ORIGIN | ItemBlock.HAS_RIGHT_ORIGIN)) == 0) {
      if (in.isRootParent()) {
        in.skipName();
      } else {
        need(in.client(), in.leftClock());
      }
      if ((info & ItemBlock.HAS_KEY) != 0) {
        in.skipName();
      }
    }
  }

  private void need(long named, int namedClock) {
    in.checkNamed(client, clock, named, namedClock);
    needs.add(client, clock, named, namedClock);
  }

  /// Returns the offset at which the struct read last begins; in v2, what of it is in no column.
  int position() {
    return at;
  }

  /// Returns what the structs so far build on; in v1 only.
  Needs needs() {
    return needs;
  }

  /// Returns whether clients came in descending order so far, each once.
  boolean isOrdered() {
    return ordered;
  }

  /// Returns whether a client came more than once so far.
  boolean repeatsClients() {
    return !ordered && Arrays.stream(clients, 0, sections).distinct().count() < sections;
  }

  /// Returns whether what was read may be passed on as it came: Yjs throws on some kinds of structs
  /// and ranges without length, and of a client that comes twice it loses a part.
  boolean isSound() {
    return !emptied && !repeatsClients();
  }

  /// Reads the delete set, which must follow the last struct and end the update.
  DeleteSet deleteSet() {
    var deleted = new DeleteSetBuilder();
    addDeleteSet(deleted);
    return deleted.build();
  }

  /// Reads the delete set, which must follow the last struct and end the update, into another.
  void addDeleteSet(DeleteSetBuilder deleted) {
    emptied |= deleted.addAll(in);
    in.end();
  }
}
