package dev.carillon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Store;
import dev.carillon.socketio.ConnectionRefused;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A gateway inside a program: tokens from the store, news from the broker, recovery for clients.
///
/// With a Redis URL as its argument, any number of these run side by side: whoever publishes on
/// `news` reaches the clients of all of them. Without one, all stays in the process.
public final class Embedded {
  private Embedded() {}

  /// Starts a gateway that relays the texts on the channel `news` to all who have a token.
  static Gateway start(String host, int port, SocketIo io, String... redisUrl) {
    GatewayBuilder builder = Gateway.builder().listen(host, port, io);
    for (String url : redisUrl) {
      builder.redis(url);
    }
    // Middlewares come before the port is open; this one has early clients wait for the news.
    var ready = new CompletableFuture<Store>();
    io.use(socket -> admit(socket, ready.join()));
    Gateway gateway = builder.start();
    gateway
        .broker()
        .subscribe(
            "news", (channel, message) -> io.local().emit("news", new String(message, UTF_8)))
        .confirmed()
        .thenRun(() -> ready.complete(gateway.store()));
    return gateway;
  }

  static SocketIo endpoint() {
    return SocketIo.create(
        "embedded", SocketIoSettings.defaults().withRecovery(RecoverySettings.defaults()));
  }

  /// Lets in whoever shows a token that the backend has put into the store. Runs on a virtual
  /// thread, so it may wait for Redis.
  private static void admit(Socket socket, Store store) throws ConnectionRefused {
    String token = socket.handshake().auth().path("token").asString("");
    String user = token.isEmpty() ? null : store.get("token:" + token);
    if (user == null) {
      throw new ConnectionRefused("unknown token");
    }
    socket.join("user:" + user);
  }

  static void main(String[] args) throws InterruptedException {
    try (Gateway gateway = start("0.0.0.0", 3000, endpoint(), args)) {
      gateway.store().put("token:let-me-in", "ann", Duration.ofHours(1));
      Thread.currentThread().join();
    }
  }
}
