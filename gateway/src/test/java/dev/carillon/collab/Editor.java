package dev.carillon.collab;

import dev.carillon.support.RawSocket;
import dev.carillon.yjs.lib0.Encoder;
import java.util.HexFormat;

/// A client that speaks frames of Hocuspocus, written and read in hexadecimal.
final class Editor implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();

  /// Sets the text of the root `t` of an empty document to `hi`, as client 1.
  static final String HI = "010101000401017402686900";

  private final RawSocket socket;

  Editor(int port) {
    this(port, "/");
  }

  Editor(int port, String target) {
    socket = RawSocket.connect(port);
    if (socket.upgrade(target).status() != 101) {
      throw new IllegalStateException("no WebSocket");
    }
  }

  RawSocket socket() {
    return socket;
  }

  /// Sends a frame; what is not hexadecimal in it is for the reader.
  Editor say(String hex) {
    socket.sendBinary(HEX.parseHex(hex.replaceAll("[^0-9a-f]", "")));
    return this;
  }

  /// Returns the next frame.
  String hear() {
    return HEX.formatHex(socket.readFrame().payload());
  }

  /// Shows a token for the document `d`, and hears that it may read and write.
  Editor enter() {
    say("01 64 02 00 03 746f6b");
    String answer = hear();
    if (!answer.equals("016402020a726561642d7772697465")) {
      throw new AssertionError("not let in: " + answer);
    }
    return this;
  }

  /// Asks what the document holds; all said before has been dealt with once the answer is there.
  String ask() {
    say("01 64 00 00 01 00");
    String first = hear();
    while (!first.startsWith("01640000")) {
      first = hear();
    }
    return hear();
  }

  /// Returns a text as `lib0` writes it, in hexadecimal.
  static String text(String text) {
    var out = new Encoder();
    out.writeString(text);
    return HEX.formatHex(out.toByteArray());
  }

  @Override
  public void close() {
    socket.close();
  }
}
