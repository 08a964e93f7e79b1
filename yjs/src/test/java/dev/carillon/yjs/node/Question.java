package dev.carillon.yjs.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// What is asked of the Yjs side: a letter that says what, then its arguments.
final class Question {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Question(char kind) {
    out.write(kind);
  }

  Question flag(boolean value) {
    return oneByte(value ? 1 : 0);
  }

  Question oneByte(int value) {
    out.write(value);
    return this;
  }

  Question number(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  Question bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
    return this;
  }

  Question string(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  <T> Question list(List<T> values, Consumer<T> write) {
    number(values.size());
    values.forEach(write);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
