package dev.carillon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.socketio.ConnectionRefused;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;

/// An app inside a program: tokens from the store, news from the broker, recovery for clients.
///
/// With a Redis URL as its argument, any number of these run side by side: whoever publishes on
/// `news` reaches the clients of all of them. Without one, all stays in the process.
///
/// @param host the address to listen on
/// @param port 0 for a free one
public record Embedded(String host, int port) implements App {
  private static final SocketIoSettings SETTINGS =
      SocketIoSettings.defaults().with(to -> to.recovery = RecoverySettings.defaults());

  @Override
  public String name() {
    return "embedded";
  }

  /// Relays the texts on the channel `news` to all who have a token. Whoever comes before the broker has
  /// confirmed that channel is held until it has.
  @Override
  public RunningApp start(Services services) {
    SocketIo io = SocketIo.create(name(), SETTINGS);
    io.use(socket -> admit(socket, services.store()));
    var news =
        services
            .broker()
            .subscribe("news", (_, message) -> io.local().emit("news", new String(message, UTF_8)));
    return RunningApp.of(Mount.on(host, port, io), news);
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
    GatewayBuilder builder = Gateway.builder().app(new Embedded("0.0.0.0", 3000));
    for (String redisUrl : args) {
      builder.redis(redisUrl);
    }
    try (Gateway gateway = builder.start()) {
      gateway.store().put("token:let-me-in", "ann", Duration.ofHours(1));
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
