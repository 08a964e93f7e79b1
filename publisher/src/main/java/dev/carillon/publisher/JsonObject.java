package dev.carillon.publisher;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/// A JSON object that is put together member by member, and keeps their order. Confined to one thread.
///
/// Values are `null`, text, numbers, booleans, maps, iterables, further objects, and [RawJson].
public final class JsonObject {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  /// Puts a member, `null` included; one of the same name keeps its place and gets the new value.
  public JsonObject put(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  /// Puts a member unless it is `null` or an empty text.
  public JsonObject putIfPresent(String name, @Nullable Object value) {
    return value == null || value.equals("") ? this : put(name, value);
  }

  /// Whether there is no member.
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// Returns it as UTF-8, without blanks.
  ///
  /// @throws IllegalArgumentException if a value is none that JSON has; its text does not name the value
  public byte[] bytes() {
    return written(this);
  }

  /// Returns an array as UTF-8, without blanks.
  ///
  /// @param elements values as members take them
  /// @throws IllegalArgumentException if a value is none that JSON has; its text does not name the value
  public static byte[] arrayBytes(Iterable<?> elements) {
    return written(elements);
  }

  private static byte[] written(Object value) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = Json.generator(bytes)) {
      write(out, value);
    } catch (JacksonException _) {
      throw new IllegalArgumentException("nested too deeply");
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case CharSequence text -> out.writeString(text.toString());
      case Boolean flag -> out.writeBoolean(flag);
      case Number number -> write(out, number);
      case RawJson raw -> out.writeRawValue(raw.text());
      case JsonObject object -> write(out, object.members);
      case Map<?, ?> map -> write(out, map);
      case Iterable<?> elements -> {
        out.writeStartArray();
        elements.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    }
  }

  private static void write(JsonGenerator out, Map<?, ?> map) {
    out.writeStartObject();
    map.forEach((name, value) -> {
      out.writeName(String.valueOf(name));
      write(out, value);
    });
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Number number) {
    switch (number) {
      case Integer _, Long _, Short _, Byte _ -> out.writeNumber(number.longValue());
      case BigInteger whole -> out.writeNumber(whole);
      // Whatever it is, it is written as it says itself, if that is a number: neither NaN nor
      // Infinity is.
      default -> out.writeNumber(decimal(number));
    }
  }

  private static BigDecimal decimal(Number number) {
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("no JSON value: a number that is none");
    }
  }
}
