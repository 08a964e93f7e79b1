package dev.carillon.yjs;

import org.jspecify.annotations.Nullable;

/// An item, taken apart so that it can be written in either format, or in part.
final class ItemBlock extends Block {
  /// The info bit of an item made to the right of another.
  static final int HAS_ORIGIN = 0x80;

  /// The info bit of an item made to the left of another.
  static final int HAS_RIGHT_ORIGIN = 0x40;

  /// The info bit of an item that is the value of a key.
  static final int HAS_KEY = 0x20;

  private final int info;
  private final long originClient;
  private final int originClock;
  private final long rightClient;
  private final int rightClock;
  private final @Nullable Parent parent;
  private final Content content;

  private ItemBlock(
      long client,
      int clock,
      int info,
      long originClient,
      int originClock,
      long rightClient,
      int rightClock,
      @Nullable Parent parent,
      Content content) {
    super(client, clock, content.length());
    this.info = info;
    this.originClient = originClient;
    this.originClock = originClock;
    this.rightClient = rightClient;
    this.rightClock = rightClock;
    this.parent = parent;
    this.content = content;
  }

  /// Reads an item of which the info byte was read.
  static ItemBlock read(UpdateReader in, long client, int clock, int info) {
    boolean hasOrigin = (info & HAS_ORIGIN) != 0;
    boolean hasRight = (info & HAS_RIGHT_ORIGIN) != 0;
    long originClient = hasOrigin ? in.client() : 0;
    int originClock = hasOrigin ? in.leftClock() : 0;
    if (hasOrigin) {
      in.checkNamed(client, clock, originClient, originClock);
    }
    long rightClient = hasRight ? in.client() : 0;
    int rightClock = hasRight ? in.rightClock() : 0;
    if (hasRight) {
      in.checkNamed(client, clock, rightClient, rightClock);
    }
    Parent parent =
        hasOrigin || hasRight ? null : Parent.read(in, client, clock, (info & HAS_KEY) != 0);
    // With a neighbour, the bit of the key says nothing: parent and key are the neighbour's.
    int meant = parent == null ? info & ~HAS_KEY : info;
    Content content = Content.read(in, info & Content.REF_BITS);
    return new ItemBlock(
        client, clock, meant, originClient, originClock, rightClient, rightClock, parent, content);
  }

  @Override
  Block from(int offset) {
    return new ItemBlock(
        client,
        clock + offset,
        info | HAS_ORIGIN,
        client,
        clock + offset - 1,
        rightClient,
        rightClock,
        parent,
        content.split(offset));
  }

  @Override
  void write(UpdateWriter out, int offset) {
    int written = offset > 0 ? info | HAS_ORIGIN : info;
    out.info(written);
    if ((written & HAS_ORIGIN) != 0) {
      out.client(offset > 0 ? client : originClient);
      out.leftClock(offset > 0 ? clock + offset - 1 : originClock);
    }
    if ((written & HAS_RIGHT_ORIGIN) != 0) {
      out.client(rightClient);
      out.rightClock(rightClock);
    }
    if (parent != null && (written & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
      parent.write(out);
    }
    content.write(out, offset);
  }

  /// The parent of an item without neighbours.
  ///
  /// @param root the name of the root type, or null where the parent is an item
  /// @param client who made the parent item
  /// @param clock the clock of the parent item
  /// @param key the key of which the item is the value, or null in a list
  private record Parent(@Nullable String root, long client, int clock, @Nullable String key) {
    /// Reads the parent of the item with this id.
    static Parent read(UpdateReader in, long ofClient, int ofClock, boolean hasKey) {
      boolean isRoot = in.isRootParent();
      String root = isRoot ? in.name() : null;
      long client = isRoot ? 0 : in.client();
      int clock = isRoot ? 0 : in.leftClock();
      if (!isRoot) {
        in.checkNamed(ofClient, ofClock, client, clock);
      }
      return new Parent(root, client, clock, hasKey ? in.name() : null);
    }

    void write(UpdateWriter out) {
      out.isRootParent(root != null);
      if (root != null) {
        out.name(root);
      } else {
        out.client(client);
        out.leftClock(clock);
      }
      if (key != null) {
        out.name(key);
      }
    }
  }
}
