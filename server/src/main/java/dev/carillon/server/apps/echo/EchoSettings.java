package dev.carillon.server.apps.echo;

import dev.carillon.net.OriginPolicy;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.Set;

/// What can be set about the target of protocol conformance tests. Immutable.
public final class EchoSettings extends Settings {
  final int port = about("The port for clients.").port("port", "3000");
  final String bind = about("The address for clients.").bind("bind", "0.0.0.0");
  final String path = about("The Socket.IO path.").path("path", "/socket.io/");
  final Set<String> allowedOrigins =
      about("The web origins that may connect.").origins("allowed-origins", "*");
  final Duration pingInterval =
      about("Time between pings.").span("ping-interval", "100ms", "1h", "25s");
  final Duration pingTimeout =
      about("How long a client may take to answer a ping.")
          .span("ping-timeout", "100ms", "1h", "20s");
  final Duration connectTimeout =
      about("How long a client may take to join a namespace.")
          .span("connect-timeout", "100ms", "1h", "45s");
  final int maxPayload =
      about("The largest message from a client.").bytes("max-payload", "1KiB", "64MiB", "1000000");
  final Duration recoveryWindow =
      about("How long a lost client may return and miss nothing; 0: off.")
          .span("recovery-window", "0s", "1d", "0s");
  final int maxOutbound =
      about("What may wait to be written to one connection before it is closed as too slow.")
          .bytes("max-outbound", "64KiB", "1GiB", "4MiB");

  EchoSettings(Values values) {
    super(values);
  }

  /// Returns how the Socket.IO endpoint behaves.
  SocketIoSettings socketIo() {
    return SocketIoSettings.defaults()
        .with(to -> {
          to.connectTimeout = connectTimeout;
          to.recovery = recoveryWindow.isZero() ? null : recovery();
          to.engine.path = path;
          to.engine.pingInterval = pingInterval;
          to.engine.pingTimeout = pingTimeout;
          to.engine.maxPayload = maxPayload;
          to.engine.maxOutbound = maxOutbound;
          to.engine.origins = OriginPolicy.of(allowedOrigins);
        });
  }

  private RecoverySettings recovery() {
    return RecoverySettings.defaults().with(to -> to.window = recoveryWindow);
  }
}
