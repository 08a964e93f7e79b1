package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One client on one WebSocket: says what its app wants to hear and counts events. Confined to the
/// loader's thread.
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
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};
  private static final int MASKED = 0x80;
  private static final int LONGEST = 125;

  private final int number;
  private final Loader loader;
  private final Talk talk;
  private final SocketChannel channel;
  private final FrameReader frames = new FrameReader();
  private State state = State.CONNECTING;

  Client(int number, Loader loader, Talk talk, SocketChannel channel) {
    this.number = number;
    this.loader = loader;
    this.talk = talk;
    this.channel = channel;
  }

  /// Counts from 0.
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
    talk.upgraded(this);
    buffer.limit(start.length).position(end + 4);
    buffer.compact();
    frames.parse(buffer, this);
  }

  @Override
  public void frame(int opcode, ByteBuffer buffer, int offset, int length) {
    if (opcode == TEXT && length > 0) {
      talk.heard(this, buffer, offset, length);
    } else if (opcode == PING) {
      answer(PONG);
    } else if (opcode == CLOSE) {
      throw new BenchException("the server closed a connection");
    }
  }

  /// The server takes the client for one of its own.
  void connected() {
    state = State.CONNECTED;
  }

  /// Events came; the time of the first is at the end of these bytes.
  void events(int count, ByteBuffer buffer, int offset, int length) {
    loader.events(count, buffer, offset, length);
  }

  /// Sends a short text.
  void say(String text) {
    byte[] payload = text.getBytes(US_ASCII);
    if (payload.length > LONGEST) {
      throw new IllegalArgumentException("too long for a short frame: " + text);
    }
    answer(
        ByteBuffer.allocate(payload.length + 6)
            .put((byte) 0x81)
            .put((byte) (MASKED | payload.length))
            .putInt(0)
            .put(payload)
            .array());
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
