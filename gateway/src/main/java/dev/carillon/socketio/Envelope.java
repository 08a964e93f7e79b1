package dev.carillon.socketio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What nodes send each other: a line of JSON that says what it is, and behind it the arguments of an
/// event as they stand in a packet, with binary attachments as they are.
///
/// Whoever may publish at the broker can send such bytes, so what comes is checked like what comes
/// from a client. Immutable.
final class Envelope {
  private static final int VERSION = 1;
  private static final byte LINE_END = '\n';
  private static final byte[] CLOSING_BRACKET = {']'};

  private final JsonNode head;
  private final byte[] bytes;
  private final int bodyStart;

  private Envelope(JsonNode head, byte[] bytes, int bodyStart) {
    this.head = head;
    this.bytes = bytes;
    this.bodyStart = bodyStart;
  }

  /// Returns the bytes of a head, and of an event behind it.
  static byte[] encode(Map<String, Object> head, @Nullable EncodedEvent event) {
    Map<String, Object> whole = new TreeMap<>(head);
    whole.put("v", VERSION);
    var all = new ByteArrayOutputStream();
    if (event == null) {
      all.writeBytes(PacketEncoder.json(whole));
      all.write(LINE_END);
      return all.toByteArray();
    }
    whole.put("bin", Arrays.stream(event.attachments()).map(one -> one.length).toList());
    all.writeBytes(PacketEncoder.json(whole));
    all.write(LINE_END);
    all.writeBytes(event.json());
    all.writeBytes(CLOSING_BRACKET);
    for (byte[] attachment : event.attachments()) {
      all.writeBytes(attachment);
    }
    return all.toByteArray();
  }

  /// @throws PacketException if the bytes are none; the text says why and quotes nothing
  static Envelope decode(byte[] bytes) {
    int lineEnd = 0;
    while (lineEnd < bytes.length && bytes[lineEnd] != LINE_END) {
      lineEnd++;
    }
    if (lineEnd == bytes.length) {
      throw new PacketException("order without a head");
    }
    JsonNode head;
    try {
      head = JsonCodec.tree(bytes, 0, lineEnd);
    } catch (JacksonException e) {
      throw new PacketException("order with an invalid head");
    }
    if (head.path("v").asInt(0) != VERSION) {
      throw new PacketException("order of another version");
    }
    return new Envelope(head, bytes, lineEnd + 1);
  }

  String text(String name) {
    @Nullable JsonNode value = head.get(name);
    if (value == null || !value.isString()) {
      throw new PacketException("order without " + name);
    }
    return value.stringValue();
  }

  List<String> texts(String name) {
    JsonNode values = head.path(name);
    if (!values.isArray() || !values.valueStream().allMatch(JsonNode::isString)) {
      throw new PacketException("order without " + name);
    }
    List<String> texts = values.valueStream().map(JsonNode::stringValue).toList();
    if (texts.contains("")) {
      throw new PacketException("order with an empty name in " + name);
    }
    return texts;
  }

  boolean flag(String name, boolean otherwise) {
    return head.path(name).asBoolean(otherwise);
  }

  /// Returns a count, or -1 where there is none.
  int count(String name) {
    JsonNode value = head.path(name);
    return value.canConvertToInt() && value.isIntegralNumber()
        ? Math.max(-1, value.intValue())
        : -1;
  }

  /// Returns the elements of a list; empty where there is none.
  List<JsonNode> list(String name) {
    return head.path(name).valueStream().toList();
  }

  /// Returns the event behind the head.
  EncodedEvent event() {
    byte[][] attachments = attachments();
    byte[] array = array(attachments);
    ArrayScan scan = ArrayScan.of(array, 0, attachments.length);
    scan.eventName();
    int closing = new String(array, StandardCharsets.ISO_8859_1).lastIndexOf(']');
    return new EncodedEvent(Arrays.copyOf(array, closing), scan.bounds(0).length / 2, attachments);
  }

  private byte[] array(byte[][] attachments) {
    int length = bytes.length - bodyStart;
    for (byte[] attachment : attachments) {
      length -= attachment.length;
    }
    return Arrays.copyOfRange(bytes, bodyStart, bodyStart + length);
  }

  private byte[][] attachments() {
    JsonNode lengths = head.path("bin");
    byte[][] attachments = new byte[lengths.size()][];
    int end = bytes.length;
    for (int i = attachments.length - 1; i >= 0; i--) {
      int length = lengths.path(i).asInt(-1);
      if (length < 0 || length > end - bodyStart) {
        throw new PacketException("order with illegal attachments");
      }
      attachments[i] = Arrays.copyOfRange(bytes, end - length, end);
      end -= length;
    }
    return attachments;
  }
}
