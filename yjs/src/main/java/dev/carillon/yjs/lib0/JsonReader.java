package dev.carillon.yjs.lib0;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes Java values of JSON that [JsonCheck] found to be right. Confined to one thread.
///
/// Numbers are those of JavaScript: an Integer where the value is an integer of 31 bits, else a
/// Double.
public final class JsonReader {
  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /// Reads a value, as `JSON.parse` does.
  public static @Nullable Object read(byte[] json) {
    return new JsonReader(new String(json, StandardCharsets.UTF_8)).value();
  }

  private @Nullable Object value() {
    space();
    return switch (text.charAt(at)) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    space();
    while (text.charAt(at) != '}') {
      String key = string();
      space();
      at++; // the colon
      object.put(key, value());
      comma();
    }
    at++;
    return object;
  }

  private List<@Nullable Object> elements() {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    space();
    while (text.charAt(at) != ']') {
      array.add(value());
      comma();
    }
    at++;
    return array;
  }

  private void comma() {
    space();
    if (text.charAt(at) == ',') {
      at++;
      space();
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    at += word.length();
    return value;
  }

  private String string() {
    int from = ++at;
    while (text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    if (text.charAt(at) == '"') {
      return text.substring(from, at++);
    }
    var unescaped = new StringBuilder(text.substring(from, at));
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      unescaped.append(c == '\\' ? escaped() : c);
    }
    return unescaped.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(text, at, at += 4, 16);
      default -> c;
    };
  }

  private Object number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    double value = Double.parseDouble(text.substring(from, at));
    int whole = (int) value;
    boolean integer = whole == value && whole != Integer.MIN_VALUE;
    boolean negativeZero = whole == 0 && Math.copySign(1, value) < 0;
    return integer && !negativeZero ? (Object) whole : (Object) value;
  }

  private void space() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
