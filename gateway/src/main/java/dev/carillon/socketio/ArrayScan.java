package dev.carillon.socketio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/// Checks the JSON array of a packet once and notes where its elements and placeholders stand.
///
/// No values are made: the arguments of most events are relayed or read only in part. Confined to
/// the thread that scans.
final class ArrayScan {

  /// Ints per placeholder: start and end of its number, and the number.
  static final int PLACEHOLDER_INTS = 3;

  private static final int[] NONE = {};

  private final byte[] json;
  private final int from;
  private final int attachments;
  private int[] bounds = new int[8];
  private int elements;
  private int[] placeholders = NONE;
  private int placeholderCount;
  private @Nullable String name;

  private ArrayScan(byte[] json, int from, int attachments) {
    this.json = json;
    this.from = from;
    this.attachments = attachments;
  }

  /// Scans an array that goes up to the end of the bytes.
  ///
  /// @param attachments with none, an object that looks like a placeholder is an object
  static ArrayScan of(byte[] json, int from, int attachments) {
    int start = JsonCodec.start(json, from, '[');
    if (start < 0) {
      throw new PacketException("payload is no array");
    }
    ArrayScan scan = new ArrayScan(json, start, attachments);
    scan.run();
    return scan;
  }

  /// Returns the first element, which must be a name that an event may have.
  String eventName() {
    if (elements == 0) {
      throw new PacketException("event without a name");
    }
    if (name == null) {
      throw new PacketException("event name is neither text nor number");
    }
    if (EventNames.isReserved(name)) {
      throw new PacketException("reserved event name");
    }
    return name;
  }

  /// Returns start and end of each element, without the first `skip`.
  int[] bounds(int skip) {
    return Arrays.copyOfRange(bounds, 2 * skip, 2 * elements);
  }

  /// Returns [#PLACEHOLDER_INTS] for each placeholder, in the order in which they stand.
  int[] placeholders() {
    return Arrays.copyOf(placeholders, placeholderCount * PLACEHOLDER_INTS);
  }

  private void run() {
    try (JsonParser parser = JsonCodec.parser(json, from, json.length - from)) {
      parser.nextToken();
      elements(parser);
      if (parser.nextToken() != null) {
        throw new PacketException("more than one JSON value");
      }
    } catch (StreamConstraintsException e) {
      throw new PacketException("JSON beyond the limits");
    } catch (JacksonException e) {
      throw new PacketException("invalid JSON");
    }
  }

  private void elements(JsonParser parser) {
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      int start = position(parser);
      if (elements == 0) {
        noteName(parser, token);
      }
      value(parser, token);
      token = parser.nextToken();
      addElement(start, endBefore(position(parser), token != JsonToken.END_ARRAY));
    }
  }

  private void noteName(JsonParser parser, @Nullable JsonToken token) {
    if (token == JsonToken.VALUE_STRING || (token != null && token.isNumeric())) {
      name = parser.getString();
    }
  }

  private int position(JsonParser parser) {
    return from + (int) parser.currentTokenLocation().getByteOffset();
  }

  /// Returns the end of the element that ends before the token at `next`.
  private int endBefore(int next, boolean comma) {
    int end = beforeSpace(next);
    return comma ? beforeSpace(end - 1) : end;
  }

  private int beforeSpace(int at) {
    int end = at;
    while (JsonCodec.isSpace(json[end - 1])) {
      end--;
    }
    return end;
  }

  private void addElement(int start, int end) {
    if (2 * elements == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * elements] = start;
    bounds[2 * elements + 1] = end;
    elements++;
  }

  /// Walks over a value whose first token is the parser's current one.
  private void value(JsonParser parser, @Nullable JsonToken token) {
    if (attachments == 0) {
      parser.skipChildren();
    } else if (token == JsonToken.START_OBJECT) {
      object(parser);
    } else if (token == JsonToken.START_ARRAY) {
      JsonToken next = parser.nextToken();
      while (next != JsonToken.END_ARRAY) {
        value(parser, next);
        next = parser.nextToken();
      }
    }
  }

  /// Walks over an object that may be `{"_placeholder":true,"num":…}`. As in `JSON.parse`, the last
  /// of equal names counts. Recursion ends at [JsonCodec#MAX_NESTING].
  private void object(JsonParser parser) {
    boolean marked = false;
    int start = 0;
    int end = 0;
    int number = -1;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = parser.currentName();
      JsonToken token = parser.nextToken();
      if (property.equals("_placeholder")) {
        marked = token == JsonToken.VALUE_TRUE;
      } else if (property.equals("num")) {
        number = index(parser, token);
        start = position(parser);
        end = number < 0 ? start : start + parser.getStringLength();
      }
      value(parser, token);
    }
    if (marked) {
      if (number < 0) {
        throw new PacketException("illegal attachments");
      }
      addPlaceholder(start, end, number);
    }
  }

  /// Returns the number of an attachment, or -1 if the current token is none.
  private int index(JsonParser parser, @Nullable JsonToken token) {
    if (token == null || !token.isNumeric()) {
      return -1;
    }
    double number = parser.getDoubleValue();
    return number >= 0 && number < attachments && number == Math.rint(number) ? (int) number : -1;
  }

  private void addPlaceholder(int start, int end, int number) {
    int length = placeholderCount * PLACEHOLDER_INTS;
    if (length == placeholders.length) {
      placeholders = Arrays.copyOf(placeholders, Math.max(4 * PLACEHOLDER_INTS, 2 * length));
    }
    int at = length;
    // An object ends after those inside it, but its number may stand before theirs.
    while (at > 0 && placeholders[at - PLACEHOLDER_INTS] > start) {
      at -= PLACEHOLDER_INTS;
    }
    System.arraycopy(placeholders, at, placeholders, at + PLACEHOLDER_INTS, length - at);
    placeholders[at] = start;
    placeholders[at + 1] = end;
    placeholders[at + 2] = number;
    placeholderCount++;
  }
}
