package dev.carillon.server.apps.eclipse;

import dev.carillon.support.RawSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A chat's client in texts. Confined to one thread.
final class ChatSocket implements AutoCloseable {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final RawSocket socket;
  private final RawSocket.Response handshake;

  /// Shakes hands; fails if the server does not agree.
  ChatSocket(int port, String target, String... headers) {
    this.socket = RawSocket.connect(port);
    this.handshake = socket.upgrade(target, headers);
  }

  RawSocket.Response handshake() {
    return handshake;
  }

  RawSocket raw() {
    return socket;
  }

  ChatSocket say(String json) {
    socket.sendText(json);
    return this;
  }

  /// Reads a text.
  String next() {
    RawSocket.Frame frame = socket.readFrame();
    if (frame.opcode() != TEXT || !frame.isLast()) {
      throw new AssertionError("not a text: " + frame.opcode() + " " + frame.text());
    }
    return frame.text();
  }

  /// Says something and reads the answer.
  String ask(String json) {
    return say(json).next();
  }

  /// Reads texts up to one that is known, which is left out.
  List<String> upTo(String last) {
    var texts = new ArrayList<String>();
    for (String text = next(); !text.equals(last); text = next()) {
      texts.add(text);
    }
    return texts;
  }

  /// Reads a close frame, as its code, a blank, and the reason.
  String closed() {
    RawSocket.Frame frame = socket.readFrame();
    if (frame.opcode() != CLOSE) {
      throw new AssertionError("not a close: " + frame.opcode() + " " + frame.text());
    }
    byte[] payload = frame.payload();
    return frame.closeCode()
        + " "
        + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
  }

  /// Reads a ping and answers it.
  void pinged() {
    RawSocket.Frame frame = socket.readFrame();
    if (frame.opcode() != PING) {
      throw new AssertionError("not a ping: " + frame.opcode() + " " + frame.text());
    }
    socket.sendFrame(0x80 | PONG, frame.payload());
  }

  @Override
  public void close() {
    socket.close();
  }
}
