package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a type as text.
final class Texts {
  private Texts() {}

  static String toString(Branch branch) {
    StringBuilder text = new StringBuilder(branch.length);
    for (Item item = branch.start; item != null; item = item.right) {
      if (!item.isDeleted() && item.content instanceof ContentString string) {
        string.appendTo(text);
      }
    }
    return text.toString();
  }

  static List<DeltaOp> toDelta(Doc doc, Branch branch) {
    List<DeltaOp> delta = new ArrayList<>();
    Map<String, EncodedJson> formats = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (Item item = branch.start; item != null; item = item.right) {
      if (item.isDeleted()) {
        continue;
      }
      switch (item.content) {
        case ContentString string -> string.appendTo(text);
        case ContentFormat format -> {
          endRun(text, formats, delta);
          Position.setFormat(formats, format);
        }
        case ContentEmbed embed -> {
          endRun(text, formats, delta);
          delta.add(new DeltaOp.Insert(insertable(embed.value().value()), decode(formats)));
        }
        case ContentType type -> {
          endRun(text, formats, delta);
          delta.add(new DeltaOp.Insert(YType.of(doc, item, type), decode(formats)));
        }
        default -> {}
      }
    }
    endRun(text, formats, delta);
    return delta;
  }

  private static void endRun(
      StringBuilder text, Map<String, EncodedJson> formats, List<DeltaOp> delta) {
    if (!text.isEmpty()) {
      delta.add(new DeltaOp.Insert(text.toString(), decode(formats)));
      text.setLength(0);
    }
  }

  private static Object insertable(@Nullable Object value) {
    return value == null ? dev.carillon.yjs.lib0.Undefined.UNDEFINED : value;
  }

  private static Map<String, @Nullable Object> decode(Map<String, EncodedJson> formats) {
    if (formats.isEmpty()) {
      return Map.of();
    }
    Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
    formats.forEach((key, value) -> decoded.put(key, value.value()));
    return Collections.unmodifiableMap(decoded);
  }
}
