package dev.carillon.examples;

import dev.carillon.Gateway;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that ticks for those who `watch`: messages from a thread of the application's own.
public final class Ticker implements AutoCloseable {
  private final SocketIo io = SocketIo.create("ticker", SocketIoSettings.defaults());
  private final ScheduledExecutorService backend = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong ticks = new AtomicLong();

  Ticker() {
    io.onConnection(socket -> {
      socket.on("watch", event -> socket.join("watchers"));
      socket.on("unwatch", event -> socket.leave("watchers"));
    });
  }

  SocketIo endpoint() {
    return io;
  }

  /// Begins to tick. A tick that a client is too slow for is left out.
  void start(long periodMillis) {
    backend.scheduleAtFixedRate(
        () -> io.to("watchers").asVolatile().emit("tick", ticks.incrementAndGet()),
        periodMillis,
        periodMillis,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    backend.shutdownNow();
  }

  static void main() throws InterruptedException {
    try (var ticker = new Ticker();
        Gateway gateway = Gateway.builder().listen(3000, ticker.endpoint()).start()) {
      ticker.start(1_000);
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
