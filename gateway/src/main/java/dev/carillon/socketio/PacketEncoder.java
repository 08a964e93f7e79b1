package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/// Encodes the arguments of what a server sends (Socket.IO protocol v5). Safe for any thread.
///
/// Arguments may be whatever Jackson can write, and also binary (`byte[]`, `ByteBuffer`, binary
/// tree nodes) at any depth, [Json], and [Arguments], of which each becomes an argument by itself.
final class PacketEncoder {
  private static final byte[][] NO_ATTACHMENTS = {};

  private PacketEncoder() {}

  /// Encodes an event.
  ///
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  static EncodedEvent event(String event, @Nullable Object... args) {
    return encode(EventNames.emittable(event), args);
  }

  /// Encodes what answers an event.
  ///
  /// @throws IllegalArgumentException if an argument has no JSON form
  static EncodedEvent ack(@Nullable Object... args) {
    return encode(null, args);
  }

  /// Encodes one value, with binary as Base64 text.
  ///
  /// @throws IllegalArgumentException if the value has no JSON form
  static byte[] json(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = new ScriptGenerator(JsonCodec.generator(out), null)) {
      JsonCodec.write(generator, value);
    } catch (JacksonException e) {
      throw unencodable(e);
    }
    return out.toByteArray();
  }

  private static EncodedEvent encode(@Nullable String event, @Nullable Object[] args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    List<byte[]> attachments = new ArrayList<>(0);
    int size = 0;
    int placeholders = 0;
    try (var generator = new ScriptGenerator(JsonCodec.generator(out), attachments)) {
      out.write('[');
      if (event != null) {
        generator.writeString(event);
        generator.flush();
        size++;
      }
      for (Object arg : args) {
        if (arg instanceof Arguments arguments) {
          arguments.spliceTo(out, size == 0, attachments);
          size += arguments.size();
          placeholders += arguments.placeholderCount();
          continue;
        }
        if (size++ > 0) {
          out.write(',');
        }
        if (arg instanceof Json raw) {
          out.write(raw.array(), raw.offset(), raw.length());
        } else {
          JsonCodec.write(generator, arg);
          generator.flush();
        }
      }
      placeholders += generator.placeholders();
    } catch (JacksonException e) {
      throw unencodable(e);
    }
    byte[] json = out.toByteArray();
    if (attachments.isEmpty()) {
      return new EncodedEvent(json, size, NO_ATTACHMENTS);
    }
    checkPlaceholders(json, attachments.size(), placeholders);
    return new EncodedEvent(json, size, attachments.toArray(byte[][]::new));
  }

  /// Refuses a packet in which something else looks like a placeholder: the wire format cannot
  /// escape it, and clients that were sent a wrong number end their connection.
  private static void checkPlaceholders(byte[] json, int attachments, int expected) {
    byte[] closed = Arrays.copyOf(json, json.length + 1);
    closed[json.length] = ']';
    try {
      int found = ArrayScan.of(closed, 0, attachments).placeholders().length;
      if (found == expected * ArrayScan.PLACEHOLDER_INTS) {
        return;
      }
    } catch (PacketException e) {
      throw new IllegalArgumentException("cannot be sent with binary: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("an argument looks like a placeholder for binary");
  }

  /// Does not pass on what Jackson says, which may quote a value.
  private static IllegalArgumentException unencodable(JacksonException e) {
    return new IllegalArgumentException(
        "an argument has no JSON form: " + e.getClass().getSimpleName());
  }

  static byte[] ascii(int number) {
    return Integer.toString(number).getBytes(ISO_8859_1);
  }
}
