package dev.carillon.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/// Bytes that are not the JSON they should be. The text is a label such as `too-deep`, for metrics and
/// logs; it never quotes the bytes.
public final class BadJson extends Exception {
  private static final long serialVersionUID = 1L;

  private final String explanation;

  /// @param reason a label in lower-case-with-dashes, from a small closed set
  public BadJson(String reason) {
    this(reason, reason, null);
  }

  /// @param reason a label in lower-case-with-dashes, from a small closed set
  /// @param explanation what is wrong, in words for the sender
  /// @param at where; `null` if it is the whole
  public BadJson(String reason, String explanation, @Nullable TokenStreamLocation at) {
    // The stack says nothing that the reason does not, and a flood of these must stay cheap.
    super(reason, null, false, false);
    this.explanation =
        at == null
            ? explanation
            : explanation + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /// Returns the label.
  public String reason() {
    return String.valueOf(getMessage());
  }

  /// Returns what is wrong and where, in words for the sender: it may quote some characters of what he
  /// sent, so it belongs in an answer to him and in no log.
  public String explanation() {
    return explanation;
  }
}
