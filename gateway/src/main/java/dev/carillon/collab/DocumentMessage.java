package dev.carillon.collab;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.net.Frames;
import dev.carillon.yjs.UpdateMeta;
import dev.carillon.yjs.Updates;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something about one document, for those who are in it.
///
/// Made into a frame once for all who know the document by its plain name, and once for all who speak
/// y-websocket. Whoever has an address of its own (version 4, several providers of one document on one
/// socket) costs a frame of its own.
///
/// As a message it is the frame of y-websocket; participants take the one that they read. Safe for any thread.
final class DocumentMessage extends Message {
  /// What becomes of a message where the client does not keep up.
  enum Kind {
    /// It is sent: nothing makes up for it.
    REPLY,
    /// It is left out, and part of the difference that is sent later.
    CHANGE,
    /// It is left out, and later the latest state of all cursors is sent.
    AWARENESS
  }

  private static final int DEFLATE_THRESHOLD = 1024;

  private final String document;
  private final byte[] message;
  private final Kind kind;
  private final byte @Nullable [] update;
  private final long arrivedNanos = System.nanoTime();
  private volatile @Nullable Message named;
  private volatile @Nullable UpdateMeta meta;

  private DocumentMessage(String document, Kind kind, byte[] message, byte @Nullable [] update) {
    this.document = document;
    this.kind = kind;
    this.message = message;
    this.update = update;
  }

  static DocumentMessage reply(String document, byte[] message) {
    return new DocumentMessage(document, Kind.REPLY, message, null);
  }

  static DocumentMessage change(String document, byte[] update) {
    return new DocumentMessage(document, Kind.CHANGE, Wire.update(update), update);
  }

  static DocumentMessage awareness(String document, byte[] update) {
    return new DocumentMessage(document, Kind.AWARENESS, Wire.awareness(update), null);
  }

  Kind kind() {
    return kind;
  }

  /// Returns the bytes of the message, without an address.
  int length() {
    return message.length;
  }

  /// Returns which stretch of which client a change holds. For changes only.
  UpdateMeta meta() {
    UpdateMeta known = meta;
    byte[] bytes = update;
    if (known == null && bytes != null) {
      known = Updates.parseUpdateMeta(bytes);
      meta = known;
    }
    if (known == null) {
      throw new IllegalStateException("no change");
    }
    return known;
  }

  /// Returns the message as whoever knows the document by an address reads it.
  Message at(String address) {
    if (!address.equals(document)) {
      return framed(() -> Wire.frame(address, message));
    }
    Message known = named;
    if (known == null) {
      known = framed(() -> Wire.frame(document, message));
      named = known; // made twice at worst: each lane that comes first uses its own
    }
    return known;
  }

  private Message framed(Supplier<byte[]> frame) {
    return new Message() {
      @Override
      protected Encoded encode(Encoding encoding) {
        return frameOf(frame.get(), encoding);
      }

      @Override
      public long arrivedNanos() {
        return arrivedNanos;
      }
    };
  }

  @Override
  protected Encoded encode(Encoding encoding) {
    return frameOf(message, encoding);
  }

  private static Encoded frameOf(byte[] bytes, Encoding encoding) {
    return encoding == Encoding.WEBSOCKET_DEFLATE
        ? Frames.deflated(bytes, Frames.BINARY, DEFLATE_THRESHOLD)
        : Frames.frame(bytes, Frames.BINARY);
  }

  @Override
  public long arrivedNanos() {
    return arrivedNanos;
  }
}
