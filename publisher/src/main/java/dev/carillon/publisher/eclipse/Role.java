package dev.carillon.publisher.eclipse;

/// As what somebody writes.
public enum Role {
  /// The customer.
  USER("user"),
  /// The program that answers first.
  ASSISTANT("assistant"),
  /// Somebody of the support.
  AGENT("agent"),
  /// The chat itself.
  SYSTEM("system");

  private final String written;

  Role(String written) {
    this.written = written;
  }

  String written() {
    return written;
  }
}
