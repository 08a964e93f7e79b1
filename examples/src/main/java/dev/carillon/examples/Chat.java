package dev.carillon.examples;

import dev.carillon.Gateway;
import dev.carillon.socketio.ConnectionRefused;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;

/// A chat with names and rooms: `io(url, { auth: { name: "Ann" } })`, then `join` and `say`.
public final class Chat {
  private Chat() {}

  static SocketIo endpoint() {
    SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
    io.use(socket -> {
      String name = socket.handshake().auth().path("name").asString("");
      if (name.isBlank()) {
        throw new ConnectionRefused("say who you are");
      }
      socket.data().put("name", name);
    });
    io.onConnection(socket -> {
      socket.on("join", event -> socket.join(event.args().text(0)));
      socket.on(
          "say",
          event -> {
            String room = event.args().text(0);
            io.to(room).emit("said", socket.data().get("name"), event.args().get(1));
          });
    });
    return io;
  }

  static void main() throws InterruptedException {
    try (Gateway gateway = Gateway.builder().listen(3000, endpoint()).start()) {
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
