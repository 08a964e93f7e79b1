package dev.carillon.yjs;

import org.jspecify.annotations.Nullable;

/// Content at a place: between a left and a right neighbour in the list of its parent, or, with a
/// [#parentSub], in the chain of values that a key has had, the current one last.
///
/// Flat on purpose, without objects for ids: documents hold a great many of these.
final class Item extends Struct {
  final ClientStructs client;

  /// The client in the id of the left neighbour at creation; `null` for none.
  @Nullable ClientStructs originClient;

  /// The client in the id of the right neighbour at creation; `null` for none.
  @Nullable ClientStructs rightOriginClient;

  int originClock;
  int rightOriginClock;

  @Nullable Item left;
  @Nullable Item right;

  /// The type it is in. `null` only before integration, when it comes from a neighbour.
  @Nullable Branch parent;

  @Nullable String parentSub;
  Content content;

  private boolean deleted;

  /// Before integration: the origin fields hold the id of the item that holds the parent.
  boolean parentById;

  Item(ClientStructs client, int clock, Content content) {
    super(clock, content.length());
    this.client = client;
    this.content = content;
  }

  @Override
  boolean isDeleted() {
    return deleted;
  }

  void setDeleted(boolean deleted) {
    this.deleted = deleted;
  }

  boolean isCountable() {
    return content.isCountable();
  }

  /// Whether it is seen: countable and not deleted.
  boolean isVisible() {
    return !deleted && content.isCountable();
  }

  /// Returns the type it is in; only for an integrated item.
  Branch parent() {
    Branch known = parent;
    if (known == null) {
      throw new IllegalStateException("not integrated");
    }
    return known;
  }

  /// Returns the clock that this item names of a client, which must be in one of its ids.
  int clockWanted(ClientStructs of) {
    return originClient == of && originClock >= of.state() ? originClock : rightOriginClock;
  }

  boolean hasOrigin(@Nullable ClientStructs client, int clock) {
    return originClient == client && (client == null || originClock == clock);
  }

  boolean sameOrigin(Item other) {
    return other.hasOrigin(originClient, originClock);
  }

  boolean sameRightOrigin(Item other) {
    return rightOriginClient == other.rightOriginClient
        && (rightOriginClient == null || rightOriginClock == other.rightOriginClock);
  }

  /// Whether [#tryMerge] would take in the item after it.
  boolean canMerge(Item next) {
    return isContinuedBy(next)
        && content.isJoinable()
        && content.getClass() == next.content.getClass();
  }

  private boolean isContinuedBy(Item next) {
    return right == next
        && next.originClient == client
        && next.originClock == next.clock - 1
        && next.client == client
        && end() == next.clock
        && deleted == next.deleted
        && sameRightOrigin(next);
  }

  /// Takes in the item after it, if the two say the same as one; the caller forgets the other.
  boolean tryMerge(Item next) {
    if (!isContinuedBy(next) || !content.tryAppend(next.content)) {
      return false;
    }
    Marks marks = parent().marks;
    if (marks != null) {
      marks.merged(this, next);
    }
    right = next.right;
    if (right != null) {
      right.left = this;
    } else if (parentSub != null) {
      parent().values().put(parentSub, this);
    }
    length += next.length;
    return true;
  }
}
