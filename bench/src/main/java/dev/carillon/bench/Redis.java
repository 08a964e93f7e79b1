package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.embedded.RedisExecProvider;

/// A Redis of our own that keeps nothing on disk: the installed one, or the binary in embedded-redis.
final class Redis implements AutoCloseable {
  private static final int BATCH = 500;

  private final int port = Child.freePort();
  private final Child process;

  private Redis(Optional<Integer> cpu, Path folder) {
    List<String> command =
        List.of(
            binary(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            // A server that falls behind is measured, not cut off.
            "--client-output-buffer-limit",
            "pubsub 0 0 0");
    process =
        Child.start("redis-server", Cpus.on(cpu, command), Map.of(), folder.resolve("redis.log"));
  }

  static Redis start(Optional<Integer> cpu, Path folder) {
    Redis redis = new Redis(cpu, folder);
    redis.process.awaitListening(redis.port, Duration.ofSeconds(20));
    return redis;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// Makes tokens `tok0`, `tok1`, …, each for the user of that number, all in group 1.
  void seedTokens(int count) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      for (int first = 0; first < count; first += BATCH) {
        int end = Math.min(count, first + BATCH);
        StringBuilder commands = new StringBuilder();
        for (int id = first; id < end; id++) {
          set(
              commands,
              "/current_users/tok" + id,
              "{\"id\":" + id + ",\"name\":\"User " + id + "\",\"group_ids\":[1]}");
        }
        out.write(commands.toString().getBytes(US_ASCII));
        for (int id = first; id < end; id++) {
          if (!"+OK".equals(in.readLine())) {
            throw new BenchException("Redis does not take a token");
          }
        }
      }
    } catch (IOException e) {
      throw new BenchException("cannot reach Redis", e);
    }
  }

  private static void set(StringBuilder out, String key, String value) {
    out.append("*3\r\n$3\r\nSET\r\n$").append(key.length()).append("\r\n").append(key);
    out.append("\r\n$").append(value.length()).append("\r\n").append(value).append("\r\n");
  }

  private static String binary() {
    return Cpus.onPath("redis-server")
        .map(Path::toString)
        .orElseGet(() -> {
          try {
            return RedisExecProvider.defaultProvider().get().getAbsolutePath();
          } catch (IOException e) {
            throw new BenchException("no redis-server on the path and none for this system", e);
          }
        });
  }

  @Override
  public void close() {
    process.close();
  }
}
