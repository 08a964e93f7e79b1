package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One Socket.IO client on one WebSocket (Engine.IO 4): answers what the protocol asks for and counts
/// events. Confined to the loader's thread.
final class Client implements FrameReader.Sink {
  enum State {
    CONNECTING,
    UPGRADING,
    OPENING,
    CONNECTED,
    GONE
  }

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  // Masked with a key of zeros, which RFC 6455 §5.3 allows and which leaves the payload as it is.
  private static final byte[] NAMESPACE_CONNECT = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
  private static final byte[] ENGINE_PONG = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, '3'};
  private static final byte[] FRAME_PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

  private final int number;
  private final Loader loader;
  private final SocketChannel channel;
  private final FrameReader frames = new FrameReader();
  private State state = State.CONNECTING;

  Client(int number, Loader loader, SocketChannel channel) {
    this.number = number;
    this.loader = loader;
    this.channel = channel;
  }

  /// Counts from 0; names the token that this client shows.
  int number() {
    return number;
  }

  State state() {
    return state;
  }

  /// The TCP connection stands: ask for the upgrade.
  void upgrade(byte[] request) throws IOException {
    channel.finishConnect();
    write(request);
    state = State.UPGRADING;
  }

  /// Reads once and handles what came.
  ///
  /// @throws IOException if the link failed or the server ended it
  void read(ByteBuffer buffer) throws IOException {
    if (state == State.UPGRADING) {
      readUpgrade(buffer);
      return;
    }
    frames.begin(buffer);
    if (channel.read(buffer) < 0) {
      throw new IOException("the server ended the connection");
    }
    loader.reading();
    frames.parse(buffer, this);
  }

  /// The answer to the upgrade is small and comes in one piece; what follows it may already be frames.
  private void readUpgrade(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new IOException("the server ended the connection");
    }
    byte[] start = new byte[buffer.position()];
    buffer.get(0, start);
    String text = new String(start, US_ASCII);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + text.lines().findFirst().orElse("empty answer"));
    }
    state = State.OPENING;
    buffer.limit(start.length).position(end + 4);
    buffer.compact();
    frames.parse(buffer, this);
  }

  @Override
  public void frame(int opcode, ByteBuffer buffer, int offset, int length) {
    if (opcode == TEXT && length > 0) {
      packet(buffer, offset, length);
    } else if (opcode == PING) {
      answer(FRAME_PONG);
    } else if (opcode == CLOSE) {
      throw new BenchException("the server closed a connection");
    }
  }

  private void packet(ByteBuffer buffer, int offset, int length) {
    byte first = buffer.get(offset);
    byte second = length > 1 ? buffer.get(offset + 1) : 0;
    if (first == '4' && second == '2') {
      loader.event(buffer, offset, length);
    } else if (first == '2') {
      answer(ENGINE_PONG);
    } else if (first == '0') {
      answer(NAMESPACE_CONNECT);
    } else if (first == '4' && second == '0') {
      state = State.CONNECTED;
    } else if (first == '4' && (second == '4' || second == '1')) {
      throw new BenchException("the server refused or disconnected a client");
    }
  }

  private void answer(byte[] frame) {
    try {
      write(frame);
    } catch (IOException e) {
      throw new BenchException("cannot answer the server: " + e.getMessage(), e);
    }
  }

  private void write(byte[] bytes) throws IOException {
    // A few bytes into an empty socket buffer: they fit, or the link is of no use.
    if (channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
      throw new IOException("the socket took only a part");
    }
  }

  void gone() {
    state = State.GONE;
    try {
      channel.close();
    } catch (IOException e) {
      throw new BenchException("cannot close a socket", e);
    }
  }
}
