package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.net.Frames;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// One packet to clients, inside an Engine.IO message. Immutable.
///
/// Made as WebSocket frames from the start, in one array of exactly their length. Without
/// attachments, what a poll returns is the same array without the frame's header, so a message that
/// the history keeps is in memory once, whichever transports it went over.
final class PacketMessage extends Message {
  /// What an instance costs beside its array, roughly.
  private static final int OVERHEAD_BYTES = 96;

  /// Engine.IO protocol v4, "Packet encoding": the type of a message.
  private static final byte MESSAGE = '4';

  /// Engine.IO protocol v4, "HTTP long-polling": stands between packets.
  private static final byte SEPARATOR = 0x1e;

  /// Engine.IO protocol v4, "HTTP long-polling": marks binary in Base64.
  private static final byte BASE64 = 'b';

  private static final byte[] NOTHING = {};
  private static final byte[] CLOSING_BRACKET = {']'};
  private static final byte[][] NO_ATTACHMENTS = {};

  private final Delivery delivery;
  private final byte[] frames;
  private final int textAt;
  private final int textLength;

  /// Start and end of each attachment in `frames`.
  private final int[] attachments;

  private PacketMessage(
      Delivery delivery,
      byte[] head,
      byte[] body,
      int bodyAt,
      int bodyLength,
      byte[] tail,
      byte[][] attached) {
    this.delivery = delivery;
    long length = 1L + head.length + bodyLength + tail.length;
    long all = headerLength(length) + length;
    for (byte[] attachment : attached) {
      all += headerLength(attachment.length) + attachment.length;
    }
    frames = new byte[Math.toIntExact(all)];
    textLength = (int) length;
    textAt = headerLength(length);
    Frames.putHeader(frames, textAt, textLength, Frames.TEXT);
    frames[textAt] = MESSAGE;
    int at = append(head, 0, head.length, textAt + 1);
    at = append(body, bodyAt, bodyLength, at);
    at = append(tail, 0, tail.length, at);
    attachments = new int[2 * attached.length];
    for (int i = 0; i < attached.length; i++) {
      byte[] attachment = attached[i];
      at += headerLength(attachment.length);
      Frames.putHeader(frames, at, attachment.length, Frames.BINARY);
      attachments[2 * i] = at;
      at = append(attachment, 0, attachment.length, at);
      attachments[2 * i + 1] = at;
    }
  }

  /// Makes an event whose only argument is encoded already.
  ///
  /// @param argument exactly one JSON value
  static PacketMessage event(EventPrefix prefix, Json argument, Delivery delivery) {
    return new PacketMessage(
        delivery,
        prefix.bytes(),
        argument.array(),
        argument.offset(),
        argument.length(),
        tail(delivery),
        NO_ATTACHMENTS);
  }

  /// Makes an event.
  ///
  /// @param ackId the number under which clients answer, or [Packet#NO_ACK]; an event that is
  ///     answered has no offset, since clients would take it for an argument
  static PacketMessage event(String namespace, long ackId, EncodedEvent event, Delivery delivery) {
    if (ackId != Packet.NO_ACK && delivery.offset() != null) {
      throw new IllegalArgumentException("an event that is answered has no position");
    }
    boolean binary = event.attachments().length > 0;
    PacketType type = binary ? PacketType.BINARY_EVENT : PacketType.EVENT;
    return of(type, namespace, ackId, event, delivery);
  }

  /// Returns the event that this is, without the offset behind its arguments; `null` for another kind
  /// of packet.
  Packet.@Nullable Event event() {
    var decoder = new PacketDecoder(attachments.length / 2);
    try {
      Packet packet = decoder.text(Unpooled.wrappedBuffer(frames, textAt + 1, textLength - 1));
      for (int i = 0; i < attachments.length; i += 2) {
        int length = attachments[i + 1] - attachments[i];
        packet = decoder.binary(Unpooled.wrappedBuffer(frames, attachments[i], length));
      }
      if (!(packet instanceof Packet.Event event)) {
        return null;
      }
      Arguments args = event.arguments();
      return delivery.offset() == null
          ? event
          : new Packet.Event(event.namespace(), event.ackId(), event.name(), args.withoutLast());
    } catch (PacketException e) {
      throw new IllegalStateException("a packet of ours cannot be read", e);
    }
  }

  /// Makes the answer to an event.
  static PacketMessage ack(String namespace, long ackId, EncodedEvent args, Delivery delivery) {
    boolean binary = args.attachments().length > 0;
    PacketType type = binary ? PacketType.BINARY_ACK : PacketType.ACK;
    return of(type, namespace, ackId, args, delivery);
  }

  /// Makes what tells a client that it entered a namespace.
  ///
  /// @param sid the public id of the socket
  /// @param pid the secret with which it may come back, if it may
  static PacketMessage connect(
      String namespace, String sid, @Nullable String pid, Delivery delivery) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("sid", sid);
    if (pid != null) {
      payload.put("pid", pid);
    }
    return control(PacketType.CONNECT, namespace, PacketEncoder.json(payload), delivery);
  }

  /// Makes what tells a client that it may not enter a namespace.
  ///
  /// @param data anything more for the client; left out if absent
  /// @throws IllegalArgumentException if the data has no JSON form
  static PacketMessage connectError(
      String namespace, String message, @Nullable Object data, Delivery delivery) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("message", message);
    if (data != null) {
      payload.put("data", data);
    }
    return control(PacketType.CONNECT_ERROR, namespace, PacketEncoder.json(payload), delivery);
  }

  /// Makes what sends a client out of a namespace.
  static PacketMessage disconnect(String namespace, Delivery delivery) {
    return control(PacketType.DISCONNECT, namespace, NOTHING, delivery);
  }

  private static PacketMessage of(
      PacketType type, String namespace, long ackId, EncodedEvent event, Delivery delivery) {
    byte[] head = head(type, event.attachments().length, namespace, ackId);
    byte[] json = event.json();
    return new PacketMessage(
        delivery, head, json, 0, json.length, tail(delivery), event.attachments());
  }

  private static PacketMessage control(
      PacketType type, String namespace, byte[] payload, Delivery delivery) {
    byte[] head = head(type, 0, namespace, Packet.NO_ACK);
    return new PacketMessage(delivery, head, payload, 0, payload.length, NOTHING, NO_ATTACHMENTS);
  }

  /// Returns all that stands before the JSON (Socket.IO protocol v5, "Packet encoding").
  static byte[] head(PacketType type, int attachments, String namespace, long ackId) {
    StringBuilder head = new StringBuilder(24).append(type.digit());
    if (type.isBinary()) {
      head.append(attachments).append('-');
    }
    if (!namespace.equals("/")) {
      head.append(namespace).append(',');
    }
    if (ackId != Packet.NO_ACK) {
      head.append(ackId);
    }
    return head.toString().getBytes(UTF_8);
  }

  private static byte[] tail(Delivery delivery) {
    String offset = delivery.offset();
    return offset == null ? CLOSING_BRACKET : (",\"" + offset + "\"]").getBytes(ISO_8859_1);
  }

  /// RFC 6455 §5.2: two bytes, and 0, 2 or 8 more for the length.
  private static int headerLength(long payloadLength) {
    return payloadLength < 126 ? 2 : payloadLength < 65_536 ? 4 : Frames.MAX_HEADER_BYTES;
  }

  private int append(byte[] from, int offset, int length, int at) {
    System.arraycopy(from, offset, frames, at, length);
    return at + length;
  }

  @Override
  public long number() {
    return delivery.number();
  }

  @Override
  public boolean isVolatile() {
    return delivery.isVolatile();
  }

  @Override
  public long arrivedNanos() {
    return delivery.arrivedNanos();
  }

  /// Returns how many bytes of memory this message holds, roughly, without what is made for
  /// connections that compress or poll.
  int size() {
    return frames.length + OVERHEAD_BYTES;
  }

  @Override
  protected Encoded encode(Encoding encoding) {
    return switch (encoding) {
      case WEBSOCKET -> Encoded.of(frames);
      case WEBSOCKET_DEFLATE -> deflated();
      case POLLING -> attachments.length == 0 ? new Encoded(frames, textAt, textLength) : base64();
    };
  }

  /// Frames that are not compressed may go over such a connection as well (RFC 7692 §6).
  private Encoded deflated() {
    if (longest() < delivery.deflateThreshold()) {
      return encoded(Encoding.WEBSOCKET);
    }
    Encoded text = deflated(textAt, textLength, Frames.TEXT);
    if (attachments.length == 0) {
      return text;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(frames.length);
    all.write(text.array(), text.offset(), text.length());
    for (int i = 0; i < attachments.length; i += 2) {
      int start = attachments[i];
      Encoded frame = deflated(start, attachments[i + 1] - start, Frames.BINARY);
      all.write(frame.array(), frame.offset(), frame.length());
    }
    return Encoded.of(all.toByteArray());
  }

  private int longest() {
    int longest = textLength;
    for (int i = 0; i < attachments.length; i += 2) {
      longest = Math.max(longest, attachments[i + 1] - attachments[i]);
    }
    return longest;
  }

  private Encoded deflated(int start, int length, int opcode) {
    byte[] payload = Arrays.copyOfRange(frames, start, start + length);
    return Frames.deflated(payload, opcode, delivery.deflateThreshold());
  }

  private Encoded base64() {
    byte[][] texts = new byte[attachments.length / 2][];
    int length = textLength;
    for (int i = 0; i < texts.length; i++) {
      int start = attachments[2 * i];
      ByteBuffer bytes = ByteBuffer.wrap(frames, start, attachments[2 * i + 1] - start);
      texts[i] = Base64.getEncoder().encode(bytes).array();
      length = Math.addExact(length, 2 + texts[i].length);
    }
    byte[] body = new byte[length];
    System.arraycopy(frames, textAt, body, 0, textLength);
    int at = textLength;
    for (byte[] text : texts) {
      body[at++] = SEPARATOR;
      body[at++] = BASE64;
      System.arraycopy(text, 0, body, at, text.length);
      at += text.length;
    }
    return Encoded.of(body);
  }
}
