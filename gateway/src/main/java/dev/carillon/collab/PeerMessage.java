package dev.carillon.collab;

import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import org.jspecify.annotations.Nullable;

/// What one node tells the others about a document.
///
/// On the wire: the kind (a byte), who says it and to whom (varStrings, the latter empty for all), which of the
/// sender's messages about this document it is (a varUint from 1), and the bytes.
///
/// @param kind what it is
/// @param from the sender
/// @param to the one node that it is for; empty: all
/// @param number counts the sender's messages, so that one that is missing is noticed
/// @param body an update, or a state vector
@SuppressWarnings("ArrayRecordComponent") // never compared
record PeerMessage(Kind kind, String from, String to, long number, byte[] body) {

  /// What a message is.
  enum Kind {
    /// A change.
    CHANGE,
    /// Cursors.
    AWARENESS,
    /// *This is what I have*: who has more tells it, and who lacks something asks in return.
    QUESTION,
    /// The same, in return: it is not asked back.
    COUNTER_QUESTION,
    /// What somebody lacks.
    ANSWER
  }

  private static final Kind[] KINDS = Kind.values();

  byte[] encode() {
    var out = new Encoder(body.length + 64);
    out.writeUint8(kind.ordinal());
    out.writeString(from);
    out.writeString(to);
    out.writeVarUint(number);
    out.writeVarBytes(body);
    return out.toByteArray();
  }

  /// Reads a message; `null` if it is none.
  static @Nullable PeerMessage decode(byte[] bytes) {
    try {
      var in = new Decoder(bytes);
      int kind = in.readUint8();
      if (kind >= KINDS.length) {
        return null;
      }
      return new PeerMessage(
          KINDS[kind], in.readString(), in.readString(), in.readVarUint(), in.readVarBytes());
    } catch (UpdateRefusedException e) {
      return null;
    }
  }
}
