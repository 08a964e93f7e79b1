package dev.carillon.yjs.node;

import dev.carillon.yjs.DeltaOp;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.Subdoc;
import dev.carillon.yjs.YArray;
import dev.carillon.yjs.YMap;
import dev.carillon.yjs.YText;
import dev.carillon.yjs.YXmlElement;
import dev.carillon.yjs.YXmlFragment;
import dev.carillon.yjs.YXmlHook;
import dev.carillon.yjs.YXmlText;
import dev.carillon.yjs.lib0.Undefined;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A document as lines of text, the same for the same content: what canonical.mjs writes of a
/// document of Yjs.
final class CanonicalForm {
  private static final long SAFE = 1L << 53;

  private final StringBuilder out = new StringBuilder();

  private CanonicalForm() {}

  static String of(Doc doc) {
    var form = new CanonicalForm();
    form.out.append("t=");
    form.text('T', doc.text("t"));
    form.out.append("\na=A");
    form.list(doc.array("a").toList());
    form.out.append("\nm=");
    form.value(doc.map("m"));
    form.out.append("\nx=F");
    YXmlFragment xml = doc.xml("x");
    form.list(xml.toList());
    form.out.append("\nxml=");
    if (hasHook(xml)) {
      form.out.append('?');
    } else {
      form.quote(xml.toString());
    }
    return form.out.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append('n');
      case Undefined _ -> out.append('u');
      case Boolean flag -> out.append(flag ? 't' : 'f');
      case BigInteger number -> out.append('b').append(number);
      case Number number -> number(number);
      case String text -> quote(text);
      case byte[] bytes -> out.append('x').append(HexFormat.of().formatHex(bytes));
      case List<?> list -> list(list);
      case Map<?, ?> map -> object(map);
      case Subdoc subdoc -> {
        out.append('D');
        quote(subdoc.guid());
        value(subdoc.options().get("meta"));
      }
      case YXmlText text -> text('X', text);
      case YText text -> text('T', text);
      case YArray array -> {
        out.append('A');
        list(array.toList());
      }
      case YXmlHook hook -> {
        out.append('H');
        quote(hook.hookName());
        sorted(hook.toMap());
      }
      case YMap map -> {
        out.append('M');
        sorted(map.toMap());
      }
      case YXmlElement element -> {
        out.append('E');
        quote(element.nodeName());
        sorted(element.attributes());
        list(element.toList());
      }
      case YXmlFragment fragment -> {
        out.append('F');
        list(fragment.toList());
      }
      default -> throw new AssertionError("no value of Yjs: " + value.getClass());
    }
  }

  private void number(Number number) {
    double value = number.doubleValue();
    boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
    if (value == Math.rint(value) && Math.abs(value) < SAFE && !negativeZero) {
      out.append('i').append((long) value);
    } else {
      out.append('d').append(HexFormat.of().toHexDigits(Double.doubleToLongBits(value)));
    }
  }

  private void text(char kind, YText text) {
    out.append(kind);
    sorted(text.attributes());
    out.append('[');
    String comma = "";
    for (DeltaOp op : text.toDelta()) {
      out.append(comma);
      comma = ",";
      DeltaOp.Insert insert = (DeltaOp.Insert) op;
      if (!(insert.insert() instanceof String)) {
        out.append('e');
      }
      value(insert.insert());
      if (!insert.attributes().isEmpty()) {
        sorted(insert.attributes());
      }
    }
    out.append(']');
  }

  private void list(List<?> list) {
    out.append('[');
    String comma = "";
    for (Object each : list) {
      out.append(comma);
      comma = ",";
      value(each);
    }
    out.append(']');
  }

  private void sorted(Map<String, ? extends @Nullable Object> map) {
    object(new TreeMap<>(map));
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(comma);
      comma = ",";
      quote((String) entry.getKey());
      out.append(':');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void quote(String text) {
    out.append('"')
        .append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
        .append('"');
  }

  private static boolean hasHook(YXmlFragment xml) {
    return xml.toList().stream()
        .anyMatch(child ->
            child instanceof YXmlHook
                || (child instanceof YXmlFragment fragment && hasHook(fragment)));
  }
}
