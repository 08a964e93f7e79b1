package dev.carillon.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that answers each request with what a test says, byte by byte if need be.
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Thread accepting;

  /// What becomes of a connection once its request's head has arrived.
  @FunctionalInterface
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  ScriptedServer(Script script) {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = Thread.ofVirtual().start(() -> accept(script));
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /// The heads of all requests so far.
  List<String> heads() {
    return List.copyOf(heads);
  }

  /// Returns once nobody is accepted any more: the port stays open for as long as a thread is in `accept`.
  @Override
  public void close() throws IOException {
    listening.close();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket, script));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      heads.add(head.toString());
      script.serve(new Connection(socket));
    } catch (Exception e) {
      // The client is gone, which is what it may be.
    }
  }

  /// One connection, after the head of its request.
  record Connection(Socket socket) {

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /// Waits until the client ends the connection.
    boolean awaitEnd() {
      try {
        return socket.getInputStream().read() < 0;
      } catch (IOException e) {
        return true; // reset
      }
    }

    /// Sends over and over, until the client ends the connection.
    boolean sendUntilItEnds(String text) {
      try {
        while (true) {
          send(text);
        }
      } catch (IOException e) {
        return true;
      }
    }
  }
}
