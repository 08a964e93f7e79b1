package dev.carillon.yjs;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One step of a delta: text, or a change of text, as editors like Quill write it. Immutable as far as
/// the values in it are.
public sealed interface DeltaOp {
  /// Something new.
  ///
  /// @param insert a String, any other value that then stands as one character, or, when read, a
  ///     shared type
  /// @param attributes the formats of it
  record Insert(Object insert, Map<String, @Nullable Object> attributes) implements DeltaOp {
    /// Makes a step.
    public Insert {
      Objects.requireNonNull(insert);
    }

    /// Makes a step without formats.
    public Insert(Object insert) {
      this(insert, Map.of());
    }
  }

  /// Something that stays.
  ///
  /// @param length in UTF-16 code units, an embedded value counting as one
  /// @param attributes formats to set; `null` takes one away
  record Retain(int length, Map<String, @Nullable Object> attributes) implements DeltaOp {
    /// Makes a step.
    public Retain {
      checkLength(length);
    }

    /// Makes a step that leaves formats alone.
    public Retain(int length) {
      this(length, Map.of());
    }
  }

  /// Something that goes.
  ///
  /// @param length in UTF-16 code units, an embedded value counting as one
  record Delete(int length) implements DeltaOp {
    /// Makes a step.
    public Delete {
      checkLength(length);
    }
  }

  private static void checkLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("a length below zero");
    }
  }
}
