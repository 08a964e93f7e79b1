package dev.carillon.server.support;

/// Makes foreign text fit for a log line: no control characters (CWE-117), bounded length.
public final class LogText {
  private static final int LONGEST = 80;

  private LogText() {}

  /// Returns the text with everything outside printable ASCII replaced, at most 80 characters.
  public static String safe(String text) {
    int length = Math.min(text.length(), LONGEST);
    StringBuilder out = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return text.length() > LONGEST ? out.append('~').toString() : out.toString();
  }
}
