package dev.carillon.yjs;

import dev.carillon.yjs.lib0.AnyValue;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values in an array or a map, kept as any-values one behind the other.
final class ContentAny extends Content {
  // Whatever is kept was checked when it came.
  private static final int ANY_DEPTH = Integer.MAX_VALUE;

  private byte[] values;
  private int size;
  private int count;

  /// Keeps `values`, which must be `count` any-values and not change any more.
  ContentAny(byte[] values, int count) {
    this.values = values;
    this.size = values.length;
    this.count = count;
  }

  static ContentAny read(UpdateReader in) {
    int count = in.len();
    return new ContentAny(in.anys(count), count);
  }

  /// Returns the values.
  List<@Nullable Object> toList() {
    var in = new Decoder(values, 0, size);
    List<@Nullable Object> list = new ArrayList<>(count);
    for (int left = count; left > 0; left--) {
      list.add(AnyValue.read(in, ANY_DEPTH));
    }
    return list;
  }

  /// Returns the value at `index`.
  @Nullable Object value(int index) {
    return AnyValue.read(new Decoder(values, offsetOf(index), size), ANY_DEPTH);
  }

  @Override
  int length() {
    return count;
  }

  @Override
  boolean isCountable() {
    return true;
  }

  @Override
  int weight() {
    return size;
  }

  @Override
  int ref() {
    return ANY;
  }

  @Override
  Content split(int offset) {
    int at = offsetOf(offset);
    var right = new ContentAny(Arrays.copyOfRange(values, at, size), count - offset);
    values = Arrays.copyOf(values, at);
    size = at;
    count = offset;
    return right;
  }

  @Override
  boolean tryAppend(Content right) {
    if (!(right instanceof ContentAny more)) {
      return false;
    }
    int needed = Math.addExact(size, more.size);
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, size + (size >> 1) + 8));
    }
    System.arraycopy(more.values, 0, values, size, more.size);
    size = needed;
    count += more.count;
    return true;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.len(count - offset);
    int at = offset == 0 ? 0 : offsetOf(offset);
    Encoder rest = out.rest;
    rest.writeBytes(values, at, size - at);
  }

  private int offsetOf(int index) {
    var in = new Decoder(values, 0, size);
    for (int left = index; left > 0; left--) {
      AnyValue.skip(in, ANY_DEPTH);
    }
    return in.position();
  }
}
