package dev.carillon.socketio;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

/// What came with an event or an acknowledgement, without the event's name. Immutable.
///
/// Values are made when they are asked for, anew each time. Given to `emit`, arguments are passed
/// on byte for byte. Every accessor throws [IllegalArgumentException] if there is no such argument
/// or if it is of another kind; the message names the kind that was found and never the value, so it
/// may be logged or sent back.
public final class Arguments {
  private static final byte[] COMMA = {','};

  private final byte[] json;
  private final int[] bounds;
  private final int[] placeholders;
  private final byte[][] attachments;

  /// @param bounds start and end of each argument in `json`
  /// @param placeholders see [ArrayScan#placeholders()]
  Arguments(byte[] json, int[] bounds, int[] placeholders, byte[][] attachments) {
    this.json = json;
    this.bounds = bounds;
    this.placeholders = placeholders;
    this.attachments = attachments;
  }

  /// Returns all but the last.
  Arguments withoutLast() {
    return new Arguments(json, Arrays.copyOf(bounds, bounds.length - 2), placeholders, attachments);
  }

  /// Returns how many there are.
  public int size() {
    return bounds.length / 2;
  }

  /// Returns an argument as a tree of its own, in which binary stands as [BinaryNode].
  ///
  /// Numbers keep all their digits: integers become `int`, `long` or `BigInteger` nodes as they
  /// need, all others `BigDecimal` nodes.
  public JsonNode get(int index) {
    check(index);
    JsonNode tree = JsonCodec.tree(json, start(index), end(index) - start(index));
    return attachments.length == 0 ? tree : restored(tree);
  }

  /// Returns all arguments as trees.
  public List<JsonNode> all() {
    var all = new ArrayList<JsonNode>(size());
    for (int i = 0; i < size(); i++) {
      all.add(get(i));
    }
    return List.copyOf(all);
  }

  /// Returns a text.
  public String text(int index) {
    JsonNode node = get(index);
    if (!node.isString()) {
      throw mismatch(index, node, "a text");
    }
    return node.stringValue();
  }

  /// Returns an integer, however it is written (`5`, `5.0`, `5e0`).
  public long integer(int index) {
    JsonNode node = get(index);
    if (node.isNumber()) {
      try {
        return node.decimalValue().longValueExact();
      } catch (ArithmeticException e) {
        throw mismatch(index, "a number with a fraction or beyond 64 bits", "an integer");
      }
    }
    throw mismatch(index, node, "an integer");
  }

  /// Returns a number with all its digits.
  public BigDecimal number(int index) {
    JsonNode node = get(index);
    if (!node.isNumber()) {
      throw mismatch(index, node, "a number");
    }
    return node.decimalValue();
  }

  /// Returns a boolean.
  public boolean bool(int index) {
    JsonNode node = get(index);
    if (!node.isBoolean()) {
      throw mismatch(index, node, "a boolean");
    }
    return node.booleanValue();
  }

  /// Returns a copy of the bytes of an argument that is binary.
  public byte[] binary(int index) {
    JsonNode node = get(index);
    if (!(node instanceof BinaryNode binary)) {
      throw mismatch(index, node, "binary");
    }
    return binary.binaryValue();
  }

  /// Returns an argument as a record, bean, map, list or whatever else Jackson can make of it.
  public <T> T as(int index, Class<T> type) {
    JsonNode node = get(index);
    T value;
    try {
      value = JsonCodec.value(node, type);
    } catch (JacksonException e) {
      // Not passed on as the cause: its message quotes the value.
      throw mismatch(index, node, "a " + type.getSimpleName());
    }
    if (value == null) {
      throw mismatch(index, node, "a " + type.getSimpleName());
    }
    return value;
  }

  /// Returns an argument as it was sent, byte for byte. It must not hold binary.
  public Json raw(int index) {
    check(index);
    for (int i = 0; i < placeholders.length; i += ArrayScan.PLACEHOLDER_INTS) {
      if (placeholders[i] >= start(index) && placeholders[i] < end(index)) {
        throw mismatch(index, "or holds binary", "JSON");
      }
    }
    return new Json(json, start(index), end(index) - start(index));
  }

  /// Says how many there are; values may be secrets.
  @Override
  public String toString() {
    return "Arguments[" + size() + "]";
  }

  /// Returns how many placeholders the arguments hold.
  int placeholderCount() {
    return placeholders.length / ArrayScan.PLACEHOLDER_INTS;
  }

  /// Returns about how many bytes they take.
  long bytes() {
    long bytes = json.length;
    for (byte[] attachment : attachments) {
      bytes += attachment.length;
    }
    return bytes;
  }

  /// Writes all arguments, each after a comma unless `first`, and adds their attachments.
  void spliceTo(ByteArrayOutputStream out, boolean first, List<byte[]> others) {
    if (size() > 0) {
      if (!first) {
        out.writeBytes(COMMA);
      }
      int at = start(0);
      for (int i = 0; i < placeholders.length; i += ArrayScan.PLACEHOLDER_INTS) {
        out.write(json, at, placeholders[i] - at);
        out.writeBytes(PacketEncoder.ascii(placeholders[i + 2] + others.size()));
        at = placeholders[i + 1];
      }
      out.write(json, at, end(size() - 1) - at);
    }
    others.addAll(List.of(attachments));
  }

  private int start(int index) {
    return bounds[2 * index];
  }

  private int end(int index) {
    return bounds[2 * index + 1];
  }

  private void check(int index) {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException("no argument " + index + ": there are " + size());
    }
  }

  /// Puts attachments where their placeholders are. The depth is bounded by [ArrayScan].
  private JsonNode restored(JsonNode node) {
    if (node instanceof ObjectNode object) {
      JsonNode marker = object.get("_placeholder");
      if (marker != null && marker.isBoolean() && marker.booleanValue()) {
        int number = object.get("num").decimalValue().intValueExact();
        return BinaryNode.valueOf(attachments[number].clone());
      }
      object.properties().forEach(entry -> entry.setValue(restored(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, restored(array.get(i)));
      }
    }
    return node;
  }

  private static IllegalArgumentException mismatch(int index, JsonNode found, String wanted) {
    String kind = found.getNodeType().name().toLowerCase(Locale.ROOT);
    return mismatch(index, kind, wanted);
  }

  private static IllegalArgumentException mismatch(int index, String found, String wanted) {
    return new IllegalArgumentException("argument " + index + " is " + found + ", not " + wanted);
  }
}
