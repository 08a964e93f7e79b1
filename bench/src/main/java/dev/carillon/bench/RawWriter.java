package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// The floor under every fan-out on this machine: takes connections, then writes the frames of a
/// workload to all of them, again and again, each frame stamped right before its first write.
///
/// There is no broker in it, no parsing and no room; one thread, one `write` for each connection and frame.
/// Started as a process of its own, so that it is pinned and measured as a server is.
final class RawWriter {
  private static final byte[] WELCOME =
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Accept: nobody looks at it\r
      \r
      """
          .getBytes(US_ASCII);

  private final Workload workload;
  private final Publication publication;
  private final List<SocketChannel> clients = new ArrayList<>();
  private long written;

  private RawWriter(Workload workload) {
    this.workload = workload;
    this.publication = workload.app().publication(workload.messageBytes());
  }

  /// Returns the command that runs this class.
  static List<String> command(int port, Workload workload) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        RawWriter.class.getName(),
        "" + port,
        workload.name(),
        "" + workload.clients());
  }

  /// @param arguments the port, the workload, and how many clients there will be
  public static void main(String[] arguments) throws IOException {
    Workload workload =
        Workload.all().stream()
            .filter(one -> one.name().equals(arguments[1]))
            .findFirst()
            .orElseThrow()
            .atMost(Integer.parseInt(arguments[2]));
    new RawWriter(workload).serve(Integer.parseInt(arguments[0]));
  }

  private void serve(int port) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      while (clients.size() < workload.clients()) {
        welcome(server.accept());
      }
    }
    long start = System.nanoTime();
    long gap = TimeUnit.SECONDS.toNanos(1) / workload.pace().perSecond();
    for (long turn = 0; ; turn++) {
      for (long early; (early = start + turn * gap - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(this, early);
      }
      writeToAll(frame(System.nanoTime()));
    }
  }

  /// Who only looks whether somebody listens asks for nothing and is not a client.
  private void welcome(SocketChannel client) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(4096);
    if (client.read(request) <= 0) {
      client.close();
      return;
    }
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    client.configureBlocking(false);
    client.write(ByteBuffer.wrap(WELCOME));
    client.write(framed("{\"type\":\"connected\"}"));
    clients.add(client);
  }

  private ByteBuffer frame(long now) {
    List<String> messages =
        LongStream.range(written, written + workload.pace().burst())
            .mapToObj(id -> new String(publication.message("", id, now), US_ASCII))
            .toList();
    written += messages.size();
    return framed(workload.app().delivered(messages));
  }

  /// Makes an unmasked text frame (RFC 6455 §5.2).
  private static ByteBuffer framed(String text) {
    byte[] payload = text.getBytes(US_ASCII);
    ByteBuffer frame = ByteBuffer.allocateDirect(payload.length + 10).put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xffff) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    return frame.put(payload).flip();
  }

  /// A frame that a socket does not take at once goes on when the others had their turn.
  private void writeToAll(ByteBuffer frame) throws IOException {
    List<ByteBuffer> rest = new ArrayList<>(clients.size());
    boolean isWhole = true;
    for (SocketChannel client : clients) {
      ByteBuffer own = frame.duplicate();
      client.write(own);
      isWhole &= !own.hasRemaining();
      rest.add(own);
    }
    while (!isWhole) {
      LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(20));
      isWhole = true;
      for (int i = 0; i < rest.size(); i++) {
        if (rest.get(i).hasRemaining()) {
          clients.get(i).write(rest.get(i));
          isWhole &= !rest.get(i).hasRemaining();
        }
      }
    }
  }
}
