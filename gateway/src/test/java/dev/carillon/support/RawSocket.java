package dev.carillon.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A client that speaks bytes: what a test sends is what goes over the wire.
///
/// Every read has a deadline of ten seconds and fails loudly after it. Confined to one thread.
///
/// ```java
/// try (var client = RawSocket.connect(port)) {
///   client.upgrade("/ws");
///   client.sendText("hello");
///   assertThat(client.readFrame().text()).isEqualTo("hello");
/// }
/// ```
public final class RawSocket implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 10_000;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /// Connects to a port on this machine.
  public static RawSocket connect(int port) {
    return connect(port, 0);
  }

  /// Connects with a receive buffer of that size, so that little fits on the way; 0 is the default.
  public static RawSocket connect(int port, int receiveBufferBytes) {
    try {
      var socket = new Socket();
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new RawSocket(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Out.

  public RawSocket send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawSocket send(byte[] bytes) {
    try {
      out.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends each byte in a packet of its own.
  public RawSocket sendByteByByte(byte[] bytes) {
    for (byte b : bytes) {
      send(new byte[] {b});
    }
    return this;
  }

  /// Sends a request without a body; each header as `Name: value`.
  public RawSocket request(String method, String target, String... headers) {
    return send(requestHead(method, target, headers));
  }

  /// Returns the head of a request.
  public static String requestHead(String method, String target, String... headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /// Returns the head of an opening handshake (RFC 6455 §4.1).
  public static String upgradeHead(String target, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + more
        + "\r\n";
  }

  /// Shakes hands; fails if the server does not agree.
  public Response upgrade(String target, String... headers) {
    send(upgradeHead(target, headers));
    Response answer = readResponse();
    if (answer.status() != 101) {
      throw new AssertionError("not upgraded: " + answer.status() + " " + answer.text());
    }
    return answer;
  }

  public RawSocket sendText(String text) {
    return send(frame(FIN | 1, text.getBytes(StandardCharsets.UTF_8)));
  }

  public RawSocket sendBinary(byte[] payload) {
    return send(frame(FIN | 2, payload));
  }

  /// Sends a masked frame.
  ///
  /// @param first the first octet: FIN, RSV1 to 3, opcode
  public RawSocket sendFrame(int first, byte[] payload) {
    return send(frame(first, payload));
  }

  /// Returns a masked frame, as clients send them (RFC 6455 §5.3).
  public static byte[] frame(int first, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    int length = payload.length;
    if (length < 126) {
      frame.write(MASKED | length);
    } else if (length < 65_536) {
      frame.write(MASKED | 126);
      frame.write(length >>> 8);
      frame.write(length);
    } else {
      frame.write(MASKED | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) length >>> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < length; i++) {
      frame.write(payload[i] ^ MASK[i & 3]);
    }
    return frame.toByteArray();
  }

  /// Ends the sending half of the connection.
  public void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // In.

  public byte[] read(int length) {
    try {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a response whole, by its `Content-Length`; one without has no body.
  public Response readResponse() {
    return readResponse(true);
  }

  /// Reads a response to a HEAD request: the length is told, the body is not sent.
  public Response readResponseHead() {
    return readResponse(false);
  }

  private Response readResponse(boolean withBody) {
    String[] lines = readHead().split("\r\n", -1);
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
        headers.merge(name, lines[i].substring(colon + 1).trim(), (a, b) -> a + ", " + b);
      }
    }
    int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
    int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
    return new Response(status, Map.copyOf(headers), read(length));
  }

  private String readHead() {
    var head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int octet = readOctet();
      if (octet < 0) {
        throw new AssertionError("closed amid a response head: " + head.size() + " bytes");
      }
      head.write(octet);
      ends = octet == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : octet == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private int readOctet() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a frame. The server's are not masked (RFC 6455 §5.1); a masked one fails the test.
  public Frame readFrame() {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((second & MASKED) != 0) {
        throw new AssertionError("a masked frame from the server");
      }
      long length =
          switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second;
          };
      return new Frame(first, in.readNBytes(Math.toIntExact(length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns whether something has come that was not read yet. Does not wait.
  public boolean hasInput() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns whether the server ends the connection, without sending anything more.
  public boolean isClosedByServer() {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // a reset is an end too
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns all that comes until the server ends the connection.
  public byte[] readToEnd() {
    try {
      return ((InputStream) in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the connection with a reset instead of a proper end.
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A response; header names in lower case.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Response(int status, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /// Returns a header by its name in lower case; empty when it is missing.
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// A frame from the server.
  ///
  /// @param first the first octet: FIN, RSV1 to 3, opcode
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Frame(int first, byte[] payload) {

    public int opcode() {
      return first & 0x0F;
    }

    public boolean isLast() {
      return (first & FIN) != 0;
    }

    public boolean isCompressed() {
      return (first & 0x40) != 0;
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /// Returns the code of a close frame; 1005 when it has none (RFC 6455 §7.1.5).
    public int closeCode() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }
  }
}
