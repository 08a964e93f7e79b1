package dev.carillon.collab;

import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;

/// The messages of Hocuspocus 3 and 4, and of y-websocket, which has the first four of them.
///
/// A frame of Hocuspocus is an address, as a varString, and a message; one of y-websocket is a message
/// alone. A message is its type, as a varUint, and what goes with it. Numbers and texts are those of
/// `lib0`: seven bits per byte, lowest first; length and UTF-8.
final class Wire {
  static final int SYNC = 0;
  static final int AWARENESS = 1;
  static final int AUTH = 2;
  static final int QUERY_AWARENESS = 3;
  static final int STATELESS = 5;
  static final int CLOSE = 7;
  static final int SYNC_STATUS = 8;

  // The second number of a message about synchronising (`y-protocols/sync`).
  static final int STEP_1 = 0;
  static final int STEP_2 = 1;
  static final int UPDATE = 2;

  // The second number of a message about authentication.
  static final int TOKEN = 0;
  static final int DENIED = 1;
  static final int AUTHENTICATED = 2;

  /// What stands between the name of a document and the session of a provider, in an address of version 4.
  static final char SESSION_SEPARATOR = '\0';

  private Wire() {}

  /// Reads a number that is a type; one that is none of those above comes as -1.
  static int readType(Decoder in) {
    long type = in.readVarUint();
    return type > Byte.MAX_VALUE ? -1 : (int) type;
  }

  static byte[] step1(StateVector state) {
    return sync(STEP_1, state.encode());
  }

  static byte[] step2(byte[] update) {
    return sync(STEP_2, update);
  }

  static byte[] update(byte[] update) {
    return sync(UPDATE, update);
  }

  private static byte[] sync(int step, byte[] body) {
    var out = new Encoder(body.length + 8);
    out.writeVarUint(SYNC);
    out.writeVarUint(step);
    out.writeVarBytes(body);
    return out.toByteArray();
  }

  static byte[] awareness(byte[] update) {
    var out = new Encoder(update.length + 8);
    out.writeVarUint(AWARENESS);
    out.writeVarBytes(update);
    return out.toByteArray();
  }

  static byte[] authenticated(Access access) {
    return auth(AUTHENTICATED, access == Access.READ_ONLY ? "readonly" : "read-write");
  }

  static byte[] denied(String reason) {
    return auth(DENIED, reason);
  }

  private static byte[] auth(int kind, String text) {
    var out = new Encoder();
    out.writeVarUint(AUTH);
    out.writeVarUint(kind);
    out.writeString(text);
    return out.toByteArray();
  }

  /// Asks a client for its token once more.
  static byte[] tokenPlease() {
    return new byte[] {AUTH, TOKEN};
  }

  static byte[] stateless(String payload) {
    return text(STATELESS, payload);
  }

  static byte[] close(String reason) {
    return text(CLOSE, reason);
  }

  private static byte[] text(int type, String text) {
    var out = new Encoder();
    out.writeVarUint(type);
    out.writeString(text);
    return out.toByteArray();
  }

  static byte[] syncStatus(boolean applied) {
    return new byte[] {SYNC_STATUS, (byte) (applied ? 1 : 0)};
  }

  /// Puts an address in front of a message.
  static byte[] frame(String address, byte[] message) {
    var out = new Encoder(address.length() * 3 + 5 + message.length);
    out.writeString(address);
    out.writeBytes(message, 0, message.length);
    return out.toByteArray();
  }

  /// Returns the name of the document that an address names.
  static String document(String address) {
    int separator = address.indexOf(SESSION_SEPARATOR);
    return separator < 0 ? address : address.substring(0, separator);
  }

  /// Reads the address of a frame.
  ///
  /// @throws UpdateRefusedException if there is none: too short, or no UTF-8
  static String readAddress(Decoder in) {
    return in.readString();
  }
}
