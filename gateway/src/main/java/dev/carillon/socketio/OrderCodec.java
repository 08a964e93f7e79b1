package dev.carillon.socketio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Orders as they go through the broker: a line of JSON, and for an event its bytes behind it.
///
/// ```
/// {"v":1,"order":"emit","nsp":"/","to":["a"],"except":[],"volatile":false,"compress":true,"bin":[3]}
/// ["said","hello",{"_placeholder":true,"num":0}]<3 bytes>
/// ```
///
/// Whoever may publish at the broker can send such bytes, so what comes is checked like what comes
/// from a client. Immutable.
final class OrderCodec {
  private static final int VERSION = 1;
  private static final byte LINE_END = '\n';
  private static final byte[] CLOSING_BRACKET = {']'};

  private OrderCodec() {}

  static byte[] encode(Order order) {
    Map<String, Object> head = new TreeMap<>();
    head.put("v", VERSION);
    head.put("nsp", order.namespace());
    head.put("to", order.target().to());
    head.put("except", order.target().except());
    head.put("volatile", order.target().isVolatile());
    head.put("compress", order.target().compress());
    var body = new ByteArrayOutputStream();
    switch (order) {
      case Order.Emit emit -> {
        head.put("order", "emit");
        head.put("bin", Arrays.stream(emit.event().attachments()).map(one -> one.length).toList());
        body.writeBytes(emit.event().json());
        body.writeBytes(CLOSING_BRACKET);
        for (byte[] attachment : emit.event().attachments()) {
          body.writeBytes(attachment);
        }
      }
      case Order.Join join -> {
        head.put("order", "join");
        head.put("rooms", join.rooms());
      }
      case Order.Leave leave -> {
        head.put("order", "leave");
        head.put("rooms", leave.rooms());
      }
      case Order.Disconnect disconnect -> {
        head.put("order", "disconnect");
        head.put("close", disconnect.close());
      }
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(PacketEncoder.json(head));
    all.write(LINE_END);
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  /// @throws PacketException if the bytes are no order; the text says why and quotes nothing
  static Order decode(byte[] bytes) {
    int lineEnd = 0;
    while (lineEnd < bytes.length && bytes[lineEnd] != LINE_END) {
      lineEnd++;
    }
    if (lineEnd == bytes.length) {
      throw new PacketException("order without a head");
    }
    JsonNode head = head(bytes, lineEnd);
    if (head.path("v").asInt(0) != VERSION) {
      throw new PacketException("order of another version");
    }
    String namespace = text(head, "nsp");
    Target target =
        new Target(
            new LinkedHashSet<>(texts(head, "to")),
            new LinkedHashSet<>(texts(head, "except")),
            head.path("volatile").asBoolean(false),
            true,
            head.path("compress").asBoolean(true));
    return switch (text(head, "order")) {
      case "emit" -> new Order.Emit(namespace, target, event(head, bytes, lineEnd + 1));
      case "join" -> new Order.Join(namespace, target, texts(head, "rooms"));
      case "leave" -> new Order.Leave(namespace, target, texts(head, "rooms"));
      case "disconnect" ->
          new Order.Disconnect(namespace, target, head.path("close").asBoolean(false));
      default -> throw new PacketException("unknown order");
    };
  }

  private static JsonNode head(byte[] bytes, int length) {
    try {
      return JsonCodec.tree(bytes, 0, length);
    } catch (JacksonException e) {
      throw new PacketException("order with an invalid head");
    }
  }

  private static String text(JsonNode head, String name) {
    @Nullable JsonNode value = head.get(name);
    if (value == null || !value.isString()) {
      throw new PacketException("order without " + name);
    }
    return value.stringValue();
  }

  private static List<String> texts(JsonNode head, String name) {
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

  private static EncodedEvent event(JsonNode head, byte[] bytes, int start) {
    JsonNode lengths = head.path("bin");
    byte[][] attachments = new byte[lengths.size()][];
    int end = bytes.length;
    for (int i = attachments.length - 1; i >= 0; i--) {
      int length = lengths.path(i).asInt(-1);
      if (length < 0 || length > end - start) {
        throw new PacketException("order with illegal attachments");
      }
      attachments[i] = Arrays.copyOfRange(bytes, end - length, end);
      end -= length;
    }
    byte[] array = Arrays.copyOfRange(bytes, start, end);
    ArrayScan scan = ArrayScan.of(array, 0, attachments.length);
    scan.eventName();
    int size = scan.bounds(0).length / 2;
    int closing = new String(array, StandardCharsets.ISO_8859_1).lastIndexOf(']');
    return new EncodedEvent(Arrays.copyOf(array, closing), size, attachments);
  }
}
