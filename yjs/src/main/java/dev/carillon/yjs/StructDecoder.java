package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;

import java.util.Arrays;
import java.util.List;

/// Reads an update into structs and deletions. Nothing in the store changes.
final class StructDecoder {
  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_PARENT_SUB = 0x20;

  /// Room to begin with, whatever number of structs is announced.
  private static final int FIRST_ROOM = 64;

  private final UpdateReader in;
  private final DecodedUpdate update;

  private StructDecoder(UpdateReader in, DecodedUpdate update) {
    this.in = in;
    this.update = update;
  }

  /// Reads all of an update.
  ///
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if it is malformed or over a limit
  static DecodedUpdate decode(byte[] bytes, UpdateFormat format, StructStore store, Limits limits) {
    DecodedUpdate update = new DecodedUpdate(store, bytes, format);
    if (decode(bytes, format, limits, update)) {
      return update;
    }
    // A client in several sections, as old merges of other implementations have it.
    byte[] merged = UpdateMerger.merge(List.of(bytes), format, limits);
    DecodedUpdate inOrder = new DecodedUpdate(store, bytes, format);
    decode(merged, format, Limits.TRUSTED, inOrder);
    return inOrder;
  }

  private static boolean decode(
      byte[] bytes, UpdateFormat format, Limits limits, DecodedUpdate update) {
    UpdateReader in = UpdateReader.of(bytes, format, limits);
    StructDecoder decoder = new StructDecoder(in, update);
    for (int left = in.clients(); left > 0; left--) {
      decoder.readSection();
    }
    decoder.readDeletions();
    in.end();
    return update.sort();
  }

  private void readSection() {
    int count = in.structs();
    ClientStructs client = update.client(in.client());
    int clock = in.firstClock();
    Struct[] structs = new Struct[Math.min(count, FIRST_ROOM)];
    int size = 0;
    for (int left = count; left > 0; left--) {
      int at = in.rest.position();
      Struct struct = readStruct(client, clock);
      if (struct.length == 0) {
        continue; // says nothing; no id can name it
      }
      if (struct.length > Integer.MAX_VALUE - clock) {
        throw limit(at, "a clock beyond 31 bits");
      }
      clock += struct.length;
      if (size == structs.length) {
        structs = Arrays.copyOf(structs, Math.min(count, size * 2));
      }
      structs[size++] = struct;
    }
    update.add(new Section(client, structs, size));
  }

  private Struct readStruct(ClientStructs client, int clock) {
    int info = in.info();
    int ref = info & Content.REF_BITS;
    if (ref == Content.GC) {
      return new Collected(clock, in.len());
    }
    if (ref == Content.SKIP) {
      return new Hole(clock, in.skipLength());
    }
    ClientStructs originClient = null;
    int originClock = 0;
    if ((info & HAS_ORIGIN) != 0) {
      originClient = update.client(in.client());
      originClock = in.leftClock();
      in.checkNamed(client.id, clock, originClient.id, originClock);
    }
    ClientStructs rightOriginClient = null;
    int rightOriginClock = 0;
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      rightOriginClient = update.client(in.client());
      rightOriginClock = in.rightClock();
      in.checkNamed(client.id, clock, rightOriginClient.id, rightOriginClock);
    }
    Branch parent = null;
    String parentSub = null;
    boolean parentById = false;
    if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
      if (in.isRootParent()) {
        parent = update.root(in.name());
      } else {
        parentById = true;
        originClient = update.client(in.client());
        originClock = in.leftClock();
        in.checkNamed(client.id, clock, originClient.id, originClock);
      }
      if ((info & HAS_PARENT_SUB) != 0) {
        parentSub = in.name();
      }
    }
    Item item = new Item(client, clock, Content.read(in, ref));
    item.originClient = originClient;
    item.originClock = originClock;
    item.rightOriginClient = rightOriginClient;
    item.rightOriginClock = rightOriginClock;
    item.parent = parent;
    item.parentSub = parentSub;
    item.parentById = parentById;
    return item;
  }

  private void readDeletions() {
    Ranges deletions = new Ranges();
    for (int left = in.clients(); left > 0; left--) {
      in.beginRanges();
      ClientStructs client = update.client(in.rest.readVarUint());
      for (int ranges = in.rest.readVarUint31(); ranges > 0; ranges--) {
        int at = in.rest.position();
        int clock = in.rangeClock();
        int length = in.rangeLength();
        if (length > Integer.MAX_VALUE - clock) {
          throw limit(at, "a deleted range beyond 31 bits");
        }
        if (length > 0) {
          deletions.add(client, clock, length);
        }
      }
    }
    update.setDeletions(deletions.inOrder());
  }
}
