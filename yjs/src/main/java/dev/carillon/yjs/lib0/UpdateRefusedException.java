package dev.carillon.yjs.lib0;

/// Says that bytes from outside are refused: what is wrong, and where.
///
/// This is the only exception that decoding or applying an update may end in. The message never
/// quotes content. Immutable; may be shared between threads.
public final class UpdateRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why bytes are refused.
  public enum Reason {
    /// The bytes are not what the format demands.
    MALFORMED,
    /// The bytes may be well formed, but demand more than a limit allows.
    LIMIT
  }

  private final Reason reason;
  private final int position;

  /// Makes a refusal.
  ///
  /// @param position offset into the bytes handed in, or -1 where no single place is to blame
  /// @param what what is wrong, without quoting content
  public UpdateRefusedException(Reason reason, int position, String what) {
    super(text(reason, position, what));
    this.reason = reason;
    this.position = position;
  }

  private static String text(Reason reason, int position, String what) {
    String kind = reason == Reason.MALFORMED ? "malformed" : "over a limit";
    return position < 0 ? kind + ": " + what : kind + " at byte " + position + ": " + what;
  }

  /// Makes a refusal of bytes that are not well formed.
  public static UpdateRefusedException malformed(int position, String what) {
    return new UpdateRefusedException(Reason.MALFORMED, position, what);
  }

  /// Makes a refusal of bytes that demand too much.
  public static UpdateRefusedException limit(int position, String what) {
    return new UpdateRefusedException(Reason.LIMIT, position, what);
  }

  /// Returns why the bytes are refused.
  public Reason reason() {
    return reason;
  }

  /// Returns the offset at which the fault was noticed, or -1 where no single place is to blame.
  public int position() {
    return position;
  }
}
