package dev.carillon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sequence of messages waiting to be written, shared by all connections that wait for the same.
///
/// Within one turn of a lane, most connections of a room are due exactly the same messages in the
/// same order. The sequences form a tree: the root is "nothing", and each node adds one message to
/// its parent. Appending a message to a connection is then one step down the tree, which for all
/// but the first member of a room is a comparison and a store. At the end of the turn the bytes of
/// a node are put together once, in one buffer, and every connection that stands on the node writes
/// that buffer: 32 messages to 1,000 members cost one copy of 32 messages and 1,000 system calls.
///
/// A node remembers only its latest child. Connections with different sequences merely get nodes of
/// their own, which is what a queue per connection would have cost anyhow.
///
/// Confined to its lane, and gone at the end of the turn.
public final class Batch {
  private final @Nullable Batch parent;
  private final @Nullable Encoded last;
  private final int length;
  private @Nullable Batch child;
  private @Nullable ByteBuf bytes;

  private Batch(@Nullable Batch parent, @Nullable Encoded last, int length) {
    this.parent = parent;
    this.last = last;
    this.length = length;
  }

  /// Returns a new root: the empty sequence.
  static Batch empty() {
    return new Batch(null, null, 0);
  }

  /// Returns the sequence that has one more message.
  Batch plus(Encoded next) {
    Batch known = child;
    if (known != null && known.last == next) {
      return known;
    }
    Batch made = new Batch(this, next, Math.addExact(length, next.length()));
    child = made;
    return made;
  }

  /// Returns the length in bytes.
  public int length() {
    return length;
  }

  /// Returns the messages one by one, oldest first: for a connection that frames them differently.
  public List<Encoded> parts() {
    var parts = new ArrayList<Encoded>();
    for (Batch node = this; node != null && node.last != null; node = node.parent) {
      parts.add(node.last);
    }
    Collections.reverse(parts);
    return parts;
  }

  /// Returns whether the bytes were put together already.
  boolean isMaterialized() {
    return bytes != null;
  }

  /// Returns the bytes of the whole sequence, made at the first call. The caller borrows the buffer
  /// and takes a retained duplicate of what it keeps.
  ByteBuf materialize(ByteBufAllocator allocator) {
    ByteBuf made = bytes;
    if (made == null) {
      made = allocator.directBuffer(length, length);
      made.writerIndex(length);
      int end = length;
      for (Batch node = this; node != null && node.last != null; node = node.parent) {
        end -= node.last.length();
        made.setBytes(end, node.last.array(), node.last.offset(), node.last.length());
      }
      bytes = made;
    }
    return made;
  }

  /// Gives up this lane's hold on the bytes; sockets that still write them keep theirs.
  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
