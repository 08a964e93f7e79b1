package dev.carillon.yjs;

import dev.carillon.yjs.lib0.AnyValue;
import dev.carillon.yjs.lib0.AnyWriter;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.JsonReader;
import dev.carillon.yjs.lib0.JsonWriter;
import dev.carillon.yjs.lib0.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The value of a format or an embed as it came: JSON from v1, an any-value from v2. Does not change.
///
/// It is made into the other only where the other is written.
final class EncodedJson {
  static final EncodedJson NULL =
      new EncodedJson("null".getBytes(StandardCharsets.US_ASCII), false);
  static final EncodedJson TRUE =
      new EncodedJson("true".getBytes(StandardCharsets.US_ASCII), false);

  private static final byte ANY_NULL = 126;

  private final byte[] bytes;
  private final boolean any;
  private int jsonSize = -1;

  private EncodedJson(byte[] bytes, boolean any) {
    this.bytes = bytes;
    this.any = any;
  }

  /// Keeps a copy of JSON that is known to be right; the usual values are shared.
  static EncodedJson json(byte[] source, int from, int to) {
    for (EncodedJson usual : new EncodedJson[] {NULL, TRUE}) {
      if (Arrays.equals(source, from, to, usual.bytes, 0, usual.bytes.length)) {
        return usual;
      }
    }
    return new EncodedJson(Arrays.copyOfRange(source, from, to), false);
  }

  /// Keeps an any-value that is known to be right.
  static EncodedJson any(byte[] bytes) {
    return new EncodedJson(bytes, true);
  }

  /// Encodes a Java value.
  ///
  /// @throws IllegalArgumentException if the format has no such value
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if it is deeper than the limits allow
  static EncodedJson of(@Nullable Object value, Limits limits) {
    AnyWriter.write(new Encoder(), value, limits.valueDepth()); // is it a value that Yjs has?
    byte[] json = Utf8.encode(JsonWriter.write(value, limits.valueDepth()));
    return json(json, 0, json.length);
  }

  /// Decodes the value.
  @Nullable Object value() {
    // The depth was checked when the value came.
    return any ? AnyValue.read(new Decoder(bytes), Integer.MAX_VALUE) : JsonReader.read(bytes);
  }

  /// Whether it is `null`, which ends a format.
  boolean isNull() {
    return any ? bytes[0] == ANY_NULL : bytes[0] == 'n';
  }

  byte[] toJson() {
    return any ? Utf8.encode(JsonWriter.write(value())) : bytes;
  }

  byte[] toAny() {
    if (any) {
      return bytes;
    }
    var out = new Encoder();
    AnyWriter.write(out, value());
    return out.toByteArray();
  }

  /// Returns how many bytes it takes in v1, the format of documents at rest: by that, documents weigh
  /// the same whatever format their updates came in.
  int size() {
    if (!any) {
      return bytes.length;
    }
    if (jsonSize < 0) {
      jsonSize = (int) Math.min(JsonWriter.sizeOf(value()), Integer.MAX_VALUE);
    }
    return jsonSize;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedJson that && Arrays.equals(toAny(), that.toAny());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toAny());
  }
}
