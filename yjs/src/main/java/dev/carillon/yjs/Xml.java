package dev.carillon.yjs;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes XML types as text, in the way of Yjs.
final class Xml {
  private Xml() {}

  static String toString(YXmlFragment fragment) {
    StringBuilder out = new StringBuilder();
    append(out, fragment);
    return out.toString();
  }

  static String toString(YXmlText text) {
    StringBuilder out = new StringBuilder();
    append(out, text);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object node) {
    switch (node) {
      case YXmlElement element -> {
        String name = element.nodeName().toLowerCase(Locale.ROOT);
        out.append('<').append(name);
        appendAttributes(out, element.attributes());
        out.append('>');
        appendNodes(out, element);
        out.append("</").append(name).append('>');
      }
      case YXmlFragment fragment -> appendNodes(out, fragment);
      case YXmlText text -> {
        for (DeltaOp op : text.toDelta()) {
          if (op instanceof DeltaOp.Insert insert) {
            appendRun(out, insert);
          }
        }
      }
      case null, default -> out.append(JsString.of(node));
    }
  }

  private static void appendNodes(StringBuilder out, YXmlFragment fragment) {
    for (Object node : fragment.toList()) {
      append(out, node);
    }
  }

  private static void appendAttributes(StringBuilder out, Map<?, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    sorted.forEach((key, value) ->
        out.append(' ').append(key).append("=\"").append(JsString.of(value)).append('"'));
  }

  /// Writes a run of text within an element for each of its formats.
  private static void appendRun(StringBuilder out, DeltaOp.Insert run) {
    var elements = new TreeMap<String, @Nullable Object>(run.attributes());
    elements.forEach((name, value) -> {
      out.append('<').append(name);
      appendAttributes(out, properties(value));
      out.append('>');
    });
    append(out, run.insert());
    for (String name : elements.descendingKeySet()) {
      out.append("</").append(name).append('>');
    }
  }

  /// Returns what JavaScript finds when it enumerates a value: strings and arrays have indexes.
  private static Map<?, ? extends @Nullable Object> properties(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map;
      case String text -> indexed(List.of(text.split("")));
      case List<?> list -> indexed(list);
      case null, default -> Map.of();
    };
  }

  private static Map<String, @Nullable Object> indexed(List<? extends @Nullable Object> list) {
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      map.put(String.valueOf(i), list.get(i));
    }
    return map;
  }
}
