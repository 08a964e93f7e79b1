package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Encoder;

/// Writes the words of which an update consists, in either format. Confined to one thread.
///
/// The counterpart of [UpdateReader].
abstract sealed class UpdateWriter permits V1UpdateWriter, V2UpdateWriter {
  /// What is not in columns: counts, first clocks, bytes, values, the delete set. In v1, all.
  final Encoder rest = new Encoder(64);

  static UpdateWriter of(UpdateFormat format) {
    return format == UpdateFormat.V1 ? new V1UpdateWriter() : new V2UpdateWriter();
  }

  /// Writes the client of a section, of a left or right id, or of a parent.
  abstract void client(long client);

  /// Writes the clock of a left id or of a parent; its client comes first.
  abstract void leftClock(int clock);

  /// Writes the clock of a right id; its client comes first.
  abstract void rightClock(int clock);

  abstract void info(int info);

  /// Writes whether the parent is a root type (its name follows) or an item (its id follows).
  abstract void isRootParent(boolean root);

  abstract void typeRef(int typeRef);

  /// Writes a length or a count.
  abstract void len(int length);

  /// Writes a root name, the key of a map, a guid.
  abstract void name(String name);

  /// Writes the key of a format, or a node name.
  abstract void key(String key);

  /// Writes the text of an item, or JSON as a string.
  ///
  /// @param units the number of UTF-16 code units
  abstract void text(byte[] utf8, int from, int size, int units);

  /// Writes the value of an embed or a format.
  abstract void json(EncodedJson value);

  /// Begins the ranges of a client in the delete set.
  abstract void beginRanges();

  abstract void range(int clock, int length);

  /// Returns the update. To be called once, at the end.
  abstract byte[] toByteArray();
}
