package dev.carillon.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Turns what one client sends into packets (Socket.IO protocol v5). Confined to its lane.
///
/// Holds nothing but the packet, if any, whose attachments are still on their way. Any exception
/// other than [PacketException] is a bug, and after a [PacketException] the connection must end.
/// Text must have been checked to be UTF-8 by the transport. Attachments that wait are not bounded
/// here in bytes: each is one message of the transport, which has a limit for those, and there are
/// at most `maxAttachments`.
final class PacketDecoder {

  /// How many attachments a packet may have unless settings say otherwise, as in other servers.
  static final int DEFAULT_MAX_ATTACHMENTS = 10;

  private final int maxAttachments;
  private @Nullable Pending pending;

  PacketDecoder(int maxAttachments) {
    this.maxAttachments = maxAttachments;
  }

  /// Takes a text message; returns the packet unless it waits for attachments.
  ///
  /// @param packet without the Engine.IO packet type; copied
  @Nullable Packet text(ByteBuf packet) {
    return text(ByteBufUtil.getBytes(packet));
  }

  /// Takes a text message; returns the packet unless it waits for attachments.
  ///
  /// @param packet without the Engine.IO packet type; kept, so it must not change any more
  @Nullable Packet text(byte[] packet) {
    if (pending != null) {
      throw new PacketException("text while attachments are missing");
    }
    PacketHeader header = PacketHeader.of(packet, maxAttachments);
    return switch (header.type()) {
      case CONNECT -> connect(header, packet);
      case DISCONNECT -> disconnect(header, packet);
      case EVENT, BINARY_EVENT, ACK, BINARY_ACK -> withArguments(header, packet);
      case CONNECT_ERROR -> throw new PacketException("CONNECT_ERROR from a client");
    };
  }

  /// Takes a binary message; returns the packet that it completes, if it does.
  @Nullable Packet binary(ByteBuf attachment) {
    return binary(ByteBufUtil.getBytes(attachment));
  }

  /// Takes a binary message; returns the packet that it completes, if it does.
  ///
  /// @param attachment kept, so it must not change any more
  @Nullable Packet binary(byte[] attachment) {
    Pending waiting = pending;
    if (waiting == null) {
      throw new PacketException("binary without a packet that announces it");
    }
    waiting.attachments[waiting.received++] = attachment;
    if (waiting.received < waiting.attachments.length) {
      return null;
    }
    pending = null;
    return waiting.packet;
  }

  /// Returns whether a packet waits for attachments.
  boolean isWaiting() {
    return pending != null;
  }

  private static Packet connect(PacketHeader header, byte[] packet) {
    refuseAckId(header);
    if (!header.hasBody(packet)) {
      return new Packet.Connect(header.namespace(), null);
    }
    int start = JsonCodec.start(packet, header.bodyAt(), '{');
    if (start < 0) {
      throw new PacketException("CONNECT payload is no object");
    }
    try {
      var auth = JsonCodec.tree(packet, start, packet.length - start);
      return new Packet.Connect(header.namespace(), (ObjectNode) auth);
    } catch (JacksonException e) {
      throw new PacketException("invalid JSON");
    }
  }

  private static Packet disconnect(PacketHeader header, byte[] packet) {
    refuseAckId(header);
    if (header.hasBody(packet)) {
      throw new PacketException("DISCONNECT with a payload");
    }
    return new Packet.Disconnect(header.namespace());
  }

  private static void refuseAckId(PacketHeader header) {
    if (header.ackId() != Packet.NO_ACK) {
      throw new PacketException(header.type() + " with an ack id");
    }
  }

  private @Nullable Packet withArguments(PacketHeader header, byte[] bytes) {
    ArrayScan scan = ArrayScan.of(bytes, header.bodyAt(), header.attachments());
    byte[][] attachments = new byte[header.attachments()][];
    Packet packet =
        switch (header.type()) {
          case EVENT, BINARY_EVENT ->
              new Packet.Event(
                  header.namespace(),
                  header.ackId(),
                  scan.eventName(),
                  new Arguments(bytes, scan.bounds(1), scan.placeholders(), attachments));
          default -> {
            if (header.ackId() == Packet.NO_ACK) {
              throw new PacketException("ACK without an id");
            }
            yield new Packet.Ack(
                header.namespace(),
                header.ackId(),
                new Arguments(bytes, scan.bounds(0), scan.placeholders(), attachments));
          }
        };
    if (attachments.length == 0) {
      return packet;
    }
    pending = new Pending(packet, attachments);
    return null;
  }

  /// A packet whose arguments share `attachments`, which fills up.
  private static final class Pending {
    private final Packet packet;
    private final byte[][] attachments;
    private int received;

    Pending(Packet packet, byte[][] attachments) {
      this.packet = packet;
      this.attachments = attachments;
    }
  }
}
