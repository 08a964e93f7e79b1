package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes XML types as text, in the way of Yjs.
///
/// Elements may lie in one another deeper than the stack is, so what is still to be written is kept
/// in a stack of its own. Confined to one thread.
final class Xml {
  private final StringBuilder out = new StringBuilder();

  /// What comes next, on top: a text as it is, or a fragment, element or text to be opened.
  private final Deque<Object> open = new ArrayDeque<>();

  private Xml() {}

  static String toString(YXmlFragment fragment) {
    return write(fragment);
  }

  static String toString(YXmlText text) {
    return write(text);
  }

  private static String write(YType type) {
    var xml = new Xml();
    xml.open.push(type);
    for (Object next = xml.open.poll(); next != null; next = xml.open.poll()) {
      xml.append(next);
    }
    return xml.out.toString();
  }

  private void append(Object next) {
    switch (next) {
      case YXmlElement element -> {
        String name = element.nodeName().toLowerCase(Locale.ROOT);
        out.append('<').append(name);
        appendAttributes(out, element.attributes());
        out.append('>');
        open.push("</" + name + ">");
        pushAll(element.toList());
      }
      case YXmlFragment fragment -> pushAll(fragment.toList());
      case YXmlText text -> {
        List<@Nullable Object> pieces = new ArrayList<>();
        for (DeltaOp op : text.toDelta()) {
          if (op instanceof DeltaOp.Insert insert) {
            addRun(pieces, insert);
          }
        }
        pushAll(pieces);
      }
      default -> out.append(next);
    }
  }

  /// Has nodes written next, the first one first.
  private void pushAll(List<? extends @Nullable Object> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Object node = nodes.get(i);
      open.push(
          node instanceof YXmlFragment || node instanceof YXmlText ? node : JsString.of(node));
    }
  }

  private static void appendAttributes(StringBuilder out, Map<?, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    sorted.forEach((key, value) ->
        out.append(' ').append(key).append("=\"").append(JsString.of(value)).append('"'));
  }

  /// Takes a run of text apart: within an element for each of its formats.
  private static void addRun(List<@Nullable Object> pieces, DeltaOp.Insert run) {
    var elements = new TreeMap<String, @Nullable Object>(run.attributes());
    var tags = new StringBuilder();
    elements.forEach((name, value) -> {
      tags.append('<').append(name);
      appendAttributes(tags, properties(value));
      tags.append('>');
    });
    pieces.add(tags.toString());
    pieces.add(run.insert());
    for (String name : elements.descendingKeySet()) {
      pieces.add("</" + name + ">");
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
