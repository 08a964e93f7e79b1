package dev.carillon.core;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one connection until its lane's turn ends. Confined to its lane.
///
/// A subclass knows one way of writing. It must hand over everything it is given or close the
/// connection; what it cannot get rid of it counts against its limit (a slow consumer).
public abstract class Outbox {
  /// A sequence longer than this is written at once instead of at the end of the turn.
  private static final int EARLY_FLUSH_BYTES = 256 * 1024;

  private final Lane lane;
  private @Nullable Batch pending;
  private boolean dirty;

  protected Outbox(Lane lane) {
    this.lane = lane;
  }

  /// Returns the lane that owns this outbox.
  public final Lane lane() {
    return lane;
  }

  /// Adds a message to what is written at the end of this turn.
  public final void append(Message message) {
    append(message.encoded(encoding()));
  }

  /// Adds bytes that are already in this outbox's [#encoding()].
  public final void append(Encoded encoded) {
    Batch batch = pending;
    pending = (batch == null ? lane.emptyBatch(encoding()) : batch).plus(encoded);
    if (pending.length() > EARLY_FLUSH_BYTES) {
      flush();
    } else if (!dirty) {
      dirty = true;
      lane.markDirty(this);
    }
  }

  /// Writes what is pending without waiting for the end of the turn.
  public final void flush() {
    Batch batch = pending;
    pending = null;
    if (batch != null) {
      write(batch);
    }
  }

  /// Returns the bytes appended in this turn and not yet written.
  protected final int pendingLength() {
    return pending == null ? 0 : pending.length();
  }

  /// Drops what is pending; for a connection that is closed.
  protected final void discard() {
    pending = null;
  }

  /// Called by the lane at the end of its turn.
  final void endTurn() {
    dirty = false;
    flush();
  }

  /// Returns a buffer with the bytes of a batch, which the caller owns.
  protected final ByteBuf bytesOf(Batch batch) {
    return lane.materialize(batch).retainedDuplicate();
  }

  /// Returns the encoding in which this outbox writes. May change only while nothing is pending.
  protected abstract Encoding encoding();

  /// Returns whether a message appended now would go out without waiting behind earlier ones.
  public abstract boolean isWritable();

  /// Writes a batch. Called in the lane; `batch` is valid during the call only.
  protected abstract void write(Batch batch);
}
