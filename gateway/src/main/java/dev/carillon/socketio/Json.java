package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One JSON value in its encoded form, relayed byte for byte. Immutable.
public final class Json {
  private final byte[] array;
  private final int offset;
  private final int length;

  Json(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// Wraps a value that is encoded already.
  ///
  /// @param utf8 exactly one JSON value in UTF-8, which the caller has checked: clients cannot read
  ///     an event that is broken. The array is kept and not copied, so it must not change any more.
  public static Json raw(byte[] utf8) {
    return new Json(utf8, 0, utf8.length);
  }

  /// Encodes a value: a text, number, boolean, map, collection, array, tree, record or bean.
  ///
  /// Byte arrays become Base64 text here. To send binary, give it to `emit` itself.
  ///
  /// @throws IllegalArgumentException if the value has no JSON form
  public static Json of(@Nullable Object value) {
    return raw(PacketEncoder.json(value));
  }

  /// Returns a copy of the bytes.
  public byte[] bytes() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// Returns how many bytes there are.
  public int length() {
    return length;
  }

  /// Returns the array that holds the bytes, among others.
  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  /// Returns whether the same bytes are meant; `1` and `1.0` differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json json
        && Arrays.equals(
            array, offset, offset + length, json.array, json.offset, json.offset + json.length);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /// Returns the value as text.
  @Override
  public String toString() {
    return new String(array, offset, length, UTF_8);
  }
}
