package dev.carillon.yjs.lib0;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

/// Checks that bytes are JSON (RFC 8259), as strictly as `JSON.parse`, and makes nothing of them.
///
/// The bytes must be known to be UTF-8. Confined to one thread.
public final class JsonCheck {
  private final byte[] bytes;
  private final int end;
  private final int shift;
  private int at;

  private JsonCheck(byte[] bytes, int from, int to, int shift) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.shift = shift;
  }

  /// Checks the text in `[from, to)`.
  ///
  /// @param depth how many arrays and objects may lie in one another
  /// @throws UpdateRefusedException if it is not one JSON value, or too deep
  public static void check(byte[] bytes, int from, int to, int depth) {
    check(bytes, from, to, depth, 0);
  }

  /// Checks the text in `[from, to)`, a copy of what was handed in.
  ///
  /// @param depth how many arrays and objects may lie in one another
  /// @param shift what to add to an offset in `bytes` to get that in what was handed in
  /// @throws UpdateRefusedException if it is not one JSON value, or too deep
  public static void check(byte[] bytes, int from, int to, int depth, int shift) {
    var check = new JsonCheck(bytes, from, to, shift);
    check.value(depth);
    check.space();
    if (check.at != to) {
      throw check.wrong();
    }
  }

  private void value(int depth) {
    space();
    switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void members(int depth) {
    enter(depth);
    if (isTaken('}')) {
      return;
    }
    do {
      space();
      string();
      space();
      expect(':');
      value(depth - 1);
      space();
    } while (isTaken(','));
    expect('}');
  }

  private void elements(int depth) {
    enter(depth);
    if (isTaken(']')) {
      return;
    }
    do {
      value(depth - 1);
      space();
    } while (isTaken(','));
    expect(']');
  }

  private void enter(int depth) {
    if (depth <= 0) {
      throw limit(at + shift, "values lie too deep in one another");
    }
    at++;
    space();
  }

  private void string() {
    expect('"');
    for (int c = next(); c != '"'; c = next()) {
      if (c == '\\') {
        escape();
      } else if (c >= 0 && c < ' ') {
        throw wrong();
      }
    }
  }

  private void escape() {
    int c = next();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(next(), 16) < 0) {
          throw wrong();
        }
      }
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw wrong();
    }
  }

  private void number() {
    isTaken('-');
    if (!isTaken('0')) {
      digits();
    }
    if (isTaken('.')) {
      digits();
    }
    if (isTaken('e') || isTaken('E')) {
      if (!isTaken('+')) {
        isTaken('-');
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong();
    }
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void space() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  private int peek() {
    if (at >= end) {
      throw wrong();
    }
    return bytes[at];
  }

  private int next() {
    int c = peek();
    at++;
    return c;
  }

  private boolean isTaken(char c) {
    boolean taken = at < end && bytes[at] == c;
    if (taken) {
      at++;
    }
    return taken;
  }

  private void expect(char c) {
    if (!isTaken(c)) {
      throw wrong();
    }
  }

  private UpdateRefusedException wrong() {
    return malformed(at + shift, "a value that is not JSON");
  }
}
