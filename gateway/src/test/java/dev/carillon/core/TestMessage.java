package dev.carillon.core;

import java.nio.charset.StandardCharsets;

/// A message that is a text, with a number if wanted. Immutable.
final class TestMessage extends Message {
  final String text;
  private final long number;

  TestMessage(String text) {
    this(text, UNNUMBERED);
  }

  TestMessage(String text, long number) {
    this.text = text;
    this.number = number;
  }

  @Override
  protected Encoded encode(Encoding encoding) {
    return Encoded.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long arrivedNanos() {
    return 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
