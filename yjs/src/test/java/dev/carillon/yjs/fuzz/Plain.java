package dev.carillon.yjs.fuzz;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values that can be compared: arrays of bytes become text.
final class Plain {
  private Plain() {}

  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case List<?> list -> list.stream().map(Plain::of).toList();
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, each) -> plain.put(key, of(each)));
        yield plain;
      }
      case null, default -> value;
    };
  }
}
