package dev.carillon.yjs;

/// Writes structs of a store.
final class StructWriter {
  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_PARENT_SUB = 0x20;

  private StructWriter() {}

  /// Writes the section of a client from a clock on, which must be below its state.
  static void writeFrom(UpdateWriter out, ClientStructs client, int clock) {
    int first = client.indexOf(clock);
    int size = client.size();
    out.rest.writeVarUint(size - first);
    out.client(client.id);
    out.rest.writeVarUint(clock);
    Struct struct = client.get(first);
    write(out, struct, clock - struct.clock);
    for (int i = first + 1; i < size; i++) {
      write(out, client.get(i), 0);
    }
  }

  /// Writes the section of a client from the beginning to a clock, which must be above 0 and where
  /// a struct ends; a collected one may go on.
  static void writeUpTo(UpdateWriter out, ClientStructs client, int clock) {
    int last = client.indexOf(clock - 1);
    out.rest.writeVarUint(last + 1);
    out.client(client.id);
    out.rest.writeVarUint(0);
    for (int i = 0; i <= last; i++) {
      write(out, client.get(i), 0);
    }
  }

  /// Writes what is left of a section.
  static void writeRest(UpdateWriter out, Section section) {
    Struct[] structs = section.structs;
    out.rest.writeVarUint(section.count - section.next);
    out.client(section.client.id);
    out.rest.writeVarUint(structs[section.next].clock);
    for (int i = section.next; i < section.count; i++) {
      write(out, structs[i], 0);
    }
  }

  /// Writes what lies behind the first `offset` units of a struct.
  static void write(UpdateWriter out, Struct struct, int offset) {
    switch (struct) {
      case Item item -> writeItem(out, item, offset);
      case Collected collected -> {
        out.info(Content.GC);
        out.len(collected.length - offset);
      }
      case Hole hole -> {
        out.info(Content.SKIP);
        out.rest.writeVarUint(hole.length - offset);
      }
    }
  }

  private static void writeItem(UpdateWriter out, Item item, int offset) {
    Content content = item.content;
    boolean hasOrigin = offset > 0 || (item.originClient != null && !item.parentById);
    ClientStructs rightOrigin = item.rightOriginClient;
    out.info(
        content.ref()
            | (hasOrigin ? HAS_ORIGIN : 0)
            | (rightOrigin == null ? 0 : HAS_RIGHT_ORIGIN)
            | (item.parentSub == null ? 0 : HAS_PARENT_SUB));
    if (offset > 0) {
      out.client(item.client.id);
      out.leftClock(item.clock + offset - 1);
    } else if (hasOrigin && item.originClient != null) {
      out.client(item.originClient.id);
      out.leftClock(item.originClock);
    }
    if (rightOrigin != null) {
      out.client(rightOrigin.id);
      out.rightClock(item.rightOriginClock);
    }
    if (!hasOrigin && rightOrigin == null) {
      writeParent(out, item);
      if (item.parentSub != null) {
        out.name(item.parentSub);
      }
    }
    content.write(out, offset);
  }

  private static void writeParent(UpdateWriter out, Item item) {
    if (item.parentById && item.originClient != null) {
      out.isRootParent(false);
      out.client(item.originClient.id);
      out.leftClock(item.originClock);
      return;
    }
    Branch parent = item.parent();
    Item holder = parent.item;
    if (holder != null) {
      out.isRootParent(false);
      out.client(holder.client.id);
      out.leftClock(holder.clock);
    } else {
      out.isRootParent(true);
      out.name(String.valueOf(parent.name));
    }
  }
}
