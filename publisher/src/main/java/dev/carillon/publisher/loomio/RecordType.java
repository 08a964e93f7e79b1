package dev.carillon.publisher.loomio;

import org.jspecify.annotations.Nullable;

/// What can be edited together.
public enum RecordType {
  /// `comment`.
  COMMENT("comment"),
  /// `discussion`.
  DISCUSSION("discussion"),
  /// `poll`.
  POLL("poll"),
  /// `stance`.
  STANCE("stance"),
  /// `outcome`.
  OUTCOME("outcome"),
  /// `pollTemplate`.
  POLL_TEMPLATE("pollTemplate"),
  /// `discussionTemplate`.
  DISCUSSION_TEMPLATE("discussionTemplate"),
  /// `group`.
  GROUP("group"),
  /// `user`.
  USER("user");

  private final String written;

  RecordType(String written) {
    this.written = written;
  }

  static @Nullable RecordType of(String written) {
    for (RecordType type : values()) {
      if (type.written.equals(written)) {
        return type;
      }
    }
    return null;
  }
}
