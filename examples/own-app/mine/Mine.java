package mine;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.Links;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;

/// Tells whoever connects how long to wait.
public final class Mine extends AppType<Mine.MySettings> {

  /// What can be set: `apps.mine.port` and `apps.mine.pause`.
  public static final class MySettings extends Settings {
    final int port = about("The port for clients.").port("port", "3100");
    final Duration pause = about("What whoever connects is told.").span("pause", "1s", "1h", "10s");

    MySettings(Values values) {
      super(values);
    }
  }

  public Mine() {
    super("mine", "Tells whoever connects how long to wait.", MySettings::new);
  }

  @Override
  public App app(MySettings settings, Links links) {
    return new MyApp(settings);
  }

  private record MyApp(MySettings settings) implements App {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public RunningApp start(Services services) {
      SocketIo io = SocketIo.create("mine", SocketIoSettings.defaults());
      io.onConnection(socket -> socket.emit("wait", settings.pause.toSeconds()));
      return RunningApp.of(Mount.on(settings.port, io));
    }
  }
}
