package dev.carillon.examples;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.presence.Presence;
import dev.carillon.presence.PresenceSettings;
import dev.carillon.presence.PresentUser;
import dev.carillon.presence.SignalSender;
import dev.carillon.presence.SignalSettings;
import dev.carillon.presence.Signals;
import dev.carillon.presence.Visit;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Who is here, and who types: `io(url, { auth: { name: "Ann" } })`, then `typing` with true or false.
public record WhoIsHere(String host, int port) implements App {
  private static final String ROOM = "tower";

  private record Running(List<Mount> mounts, Presence presence, Signals signals)
      implements RunningApp {
    @Override
    public CompletionStage<?> ready() {
      return presence.ready();
    }

    @Override
    public void close() {
      signals.close();
      presence.close();
    }
  }

  @Override
  public String name() {
    return "who-is-here";
  }

  @Override
  public RunningApp start(Services services) {
    SocketIo io = SocketIo.create(name(), SocketIoSettings.defaults());
    Presence presence = Presence.open(name(), services, PresenceSettings.defaults());
    presence.onChange(batch ->
        batch
            .changes()
            .forEach(
                change -> io.local().to(ROOM).emit("changed", change.user().id(), change.kind())));
    Signals signals =
        Signals.open(name(), services, SignalSettings.defaults(), (room, user) -> true);
    signals.onChange(batch ->
        batch
            .changes()
            .forEach(change ->
                io.local()
                    .to(ROOM)
                    .except(change.signal().user())
                    .emit("typing", change.signal().user(), change.active())));
    io.onConnection(socket -> welcome(socket, presence, signals));
    return new Running(List.of(Mount.on(host, port, io)), presence, signals);
  }

  private static void welcome(Socket socket, Presence presence, Signals signals) {
    String user = socket.handshake().auth().path("name").asString("somebody");
    Visit visit = presence.enter(ROOM, user, socket.id(), "");
    SignalSender sender = signals.sender(user, socket.id());
    socket.join(user);
    socket.on(
        "typing",
        event -> {
          if (event.args().bool(0)) {
            sender.start(ROOM, "typing", "");
          } else {
            sender.stop(ROOM, "typing");
          }
        });
    socket.onDisconnect(reason -> {
      visit.lost();
      sender.close();
    });
    presence.tell(
        ROOM,
        roster -> {
          socket.join(ROOM);
          socket.emit("here", roster.users().stream().map(PresentUser::id).toList());
        });
  }

  static void main() throws InterruptedException {
    try (Gateway gateway = Gateway.builder().app(new WhoIsHere("0.0.0.0", 3000)).start()) {
      gateway.serve(Duration.ofSeconds(5));
    }
  }
}
