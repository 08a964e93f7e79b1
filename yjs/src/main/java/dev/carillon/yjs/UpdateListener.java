package dev.carillon.yjs;

/// Hears of the changes of a [Doc].
@FunctionalInterface
public interface UpdateListener {
  /// Called after each transaction that changed something, on the thread that made it.
  ///
  /// The document may be read and changed here; changes made here are told when all listeners have
  /// heard of this one.
  ///
  /// @param update what changed, in the format asked for; may be kept, and is shared by all listeners
  /// @param transaction tells the origin, and whether the change was made here
  void onUpdate(byte[] update, Transaction transaction);
}
