package dev.carillon.publisher;

import dev.carillon.support.RedisServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/// A plain subscriber of one channel of a real Redis. Safe for any thread.
public final class Subscriber implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Socket socket;

  /// Returns when it is subscribed.
  @SuppressWarnings("this-escape")
  public Subscriber(RedisServer redis, String channel) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
      socket
          .getOutputStream()
          .write(("SUBSCRIBE " + channel + "\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::read);
    Awaitility.await().until(() -> redis.subscribers(channel) > 0);
  }

  @SuppressWarnings("deprecation")
  private void read() {
    try {
      var in =
          new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
      while (true) {
        in.readLine(); // the array of three
        String kind = bulk(in);
        bulk(in);
        if (kind.equals("message")) {
          messages.add(bulk(in));
        } else {
          in.readLine();
        }
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  @SuppressWarnings("deprecation")
  private static String bulk(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Integer.parseInt(in.readLine().substring(1)));
    in.skipNBytes(2);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public List<String> messages() {
    return messages;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
