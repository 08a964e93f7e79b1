package dev.carillon.support;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/// A real Redis on a free port of 127.0.0.1 that keeps nothing on disk.
///
/// It can be stopped, killed and started again on the same port. Confined to the test's thread.
public final class RedisServer implements AutoCloseable {

  private static @Nullable File executable;

  private final int port;
  private final List<String> arguments;
  private final Path folder;
  private @Nullable Process process;

  private RedisServer(int port, List<String> arguments, Path folder) {
    this.port = port;
    this.arguments = arguments;
    this.folder = folder;
  }

  /// Starts a server.
  ///
  /// @param options further options, as on its command line: `"--requirepass", "secret"`
  public static RedisServer start(String... options) {
    return startOn(freePort(), options);
  }

  /// Starts a server on a given port.
  public static RedisServer startOn(int port, String... options) {
    var arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
    arguments.addAll(List.of("--save", "", "--appendonly", "no", "--bind", "127.0.0.1"));
    arguments.addAll(List.of(options));
    return run(port, arguments);
  }

  /// Starts a sentinel that watches `primary` under the name `tower`, and decides alone.
  public static RedisServer startSentinel(RedisServer primary) {
    int port = freePort();
    try {
      Path config = Files.createTempFile("sentinel", ".conf");
      Files.writeString(
          config,
          """
          port %d
          bind 127.0.0.1
          sentinel monitor tower 127.0.0.1 %d 1
          sentinel down-after-milliseconds tower 500
          sentinel failover-timeout tower 3000
          """
              .formatted(port, primary.port()));
      config.toFile().deleteOnExit();
      return run(port, List.of(config.toString(), "--sentinel"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisServer run(int port, List<String> arguments) {
    try {
      var server = new RedisServer(port, arguments, Files.createTempDirectory("redis"));
      server.restart();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns a port on which nobody listens at the moment.
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /// Returns the address of database 0.
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /// Starts it again, empty, after [#stop()] or [#kill()]; returns when it accepts connections.
  public void restart() {
    var command = new ArrayList<String>();
    command.add(executable().getPath());
    command.addAll(arguments);
    try {
      Process started =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process = started;
      BufferedReader log = started.inputReader(StandardCharsets.UTF_8);
      var lines = new StringBuilder();
      String line = log.readLine();
      while (line != null
          && !line.contains("Ready to accept connections")
          && !line.contains("Sentinel ID is")) {
        lines.append(line).append('\n');
        line = log.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("redis-server did not start:\n" + lines);
      }
      Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks it to end, and waits.
  public void stop() {
    end(false);
  }

  /// Ends it without giving it a chance to say goodbye, and waits.
  public void kill() {
    end(true);
  }

  private void end(boolean forcibly) {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    var ended = forcibly ? running.destroyForcibly() : running;
    if (!forcibly) {
      running.destroy();
    }
    try {
      if (!ended.waitFor(5, TimeUnit.SECONDS)) {
        ended.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Sends one command over a connection of its own.
  ///
  /// @return text, a number, a list of such, or `null`; an error reply as text that begins with `-`
  public @Nullable Object call(String... words) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        request.append('$').append(length).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return reply(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns how many connections subscribe a channel.
  public long subscribers(String channel) {
    return call("PUBSUB", "NUMSUB", channel) instanceof List<?> list
            && list.get(1) instanceof Long count
        ? count
        : -1;
  }

  private static @Nullable Object reply(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    String rest = line(in);
    return switch (kind) {
      case '+' -> rest;
      case '-' -> kind + rest;
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(in, Integer.parseInt(rest));
      case '*' -> {
        var list = new ArrayList<@Nullable Object>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          list.add(reply(in));
        }
        yield list;
      }
      default -> throw new IOException("unknown reply " + kind + rest);
    };
  }

  private static @Nullable String bulk(DataInputStream in, int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(2);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.readByte(); c != '\r'; c = in.readByte()) {
      line.append((char) c);
    }
    in.readByte();
    return line.toString();
  }

  @Override
  public void close() {
    kill();
  }

  private static synchronized File executable() {
    if (executable == null) {
      try {
        executable = RedisExecProvider.defaultProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return executable;
  }
}
