package dev.carillon.socketio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/// Writes JSON as JavaScript's `JSON.stringify` would, and binary as placeholders with attachments.
///
/// Whatever the value is made of (byte arrays, buffers, tree nodes, in maps or beans), its binary
/// comes through here. Confined to the thread that encodes.
final class ScriptGenerator extends JsonGeneratorDelegate {
  private final @Nullable List<byte[]> attachments;
  private int placeholders;

  /// @param attachments gets the binary; if absent, binary is written as Base64 text
  ScriptGenerator(JsonGenerator delegate, @Nullable List<byte[]> attachments) {
    super(delegate);
    this.attachments = attachments;
  }

  /// Returns how many placeholders were written.
  int placeholders() {
    return placeholders;
  }

  @Override
  public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
    return attachments == null
        ? super.writeBinary(variant, data, offset, length)
        : placeholder(Arrays.copyOfRange(data, offset, offset + length), attachments);
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) {
    if (attachments == null) {
      return super.writeBinary(variant, data, length);
    }
    try {
      byte[] bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
      placeholder(bytes, attachments);
      return bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonGenerator writeNumber(double number) {
    return Double.isFinite(number) ? super.writeNumber(number) : writeNull();
  }

  @Override
  public JsonGenerator writeNumber(float number) {
    return Float.isFinite(number) ? super.writeNumber(number) : writeNull();
  }

  @Override
  public JsonGenerator writeArray(double[] array, int offset, int length) {
    writeStartArray();
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    return writeEndArray();
  }

  private JsonGenerator placeholder(byte[] bytes, List<byte[]> attachments) {
    writeStartObject();
    writeName("_placeholder");
    writeBoolean(true);
    writeName("num");
    writeNumber(attachments.size());
    attachments.add(bytes);
    placeholders++;
    return writeEndObject();
  }
}
