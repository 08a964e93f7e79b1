package dev.carillon.server.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/// Writes the event, its fields and its exception as one line that nobody can break out of.
///
/// Control characters, line separators and what turns the direction of writing are escaped
/// (CWE-117, CWE-150), so that what a client or a backend sends never looks like a second event.
/// Safe for any thread.
public final class EventConverter extends ThrowableProxyConverter {
  private static final int MAX_LENGTH = 16 * 1024;

  @Override
  public String convert(ILoggingEvent event) {
    var line = new StringBuilder(128);
    escape(String.valueOf(event.getFormattedMessage()), line);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(pair, line);
      }
    }
    String exception = super.convert(event);
    if (!exception.isEmpty()) {
      line.append(" exception=");
      escape(exception.strip(), line);
    }
    return line.toString();
  }

  private static void field(KeyValuePair pair, StringBuilder line) {
    String value = String.valueOf(pair.value);
    line.append(' ').append(pair.key).append('=');
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '=')) {
      line.append('"');
      escape(value.replace("\\", "\\\\").replace("\"", "\\\""), line);
      line.append('"');
    } else {
      escape(value, line);
    }
  }

  private static void escape(String text, StringBuilder line) {
    int end = Math.min(text.length(), MAX_LENGTH);
    for (int index = 0; index < end; index++) {
      char c = text.charAt(index);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (harmless(c)) {
            line.append(c);
          } else {
            line.append("\\u").append(String.format("%04x", (int) c));
          }
        }
      }
    }
    if (end < text.length()) {
      line.append("...(").append(text.length()).append(" characters)");
    }
  }

  private static boolean harmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
