package dev.carillon.server.apps.loomio;

import dev.carillon.net.OriginPolicy;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Values;
import dev.carillon.server.matrix.MatrixSettings;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be set about Loomio. Immutable.
public final class LoomioSettings extends Settings {
  final Records records =
      section("records", "Live records and notices for browsers, over Socket.IO.", Records::new);
  final MatrixSettings bots =
      section("bots", "Messages from the backend, posted to Matrix rooms.", MatrixSettings::new);

  final EditingSettings editing =
      section("editing", "Texts that several people write at once.", EditingSettings::new);

  LoomioSettings(Values values) {
    super(values);
  }

  /// What can be set about record updates. Immutable.
  static final class Records extends Settings {
    /// How deep a message from the broker may nest: the documents inside are rich text, whose lists within
    /// lists stay below 50.
    static final int MAX_DEPTH = 128;

    /// How many tokens are looked up at once.
    static final int REREAD_CONCURRENCY = 8;

    /// How many record sets one `catchup` answers with, over all rooms.
    static final int CATCHUP_RECORDS = 1000;

    final int port = about("The port for browsers.").port("port", "5000");
    final String bind = about("The address for browsers.").bind("bind", "0.0.0.0");
    final String path = about("The Socket.IO path.").path("path", "/socket.io/");
    final Set<String> allowedOrigins =
        about("The web origins that may connect; not set: no other origin than the gateway's own.")
            .origins("allowed-origins", null);
    final Duration recoveryWindow =
        about("How long a lost client may return and miss nothing; 0: off.")
            .span("recovery-window", "0s", "1d", "30m");
    final long recoveryMaxBytes =
        about("The memory for messages kept for recovery.")
            .size("recovery-max-bytes", "64KiB", "16GiB", "64MiB");
    final Duration membershipRefresh =
        about(
                "How often a client's groups are looked up again; 0: only when it connects or returns.")
            .span("membership-refresh", "0s", "1d", "1m");
    final boolean legacyNamespace =
        about("Whether clients from before mid-2024 (namespace /records) are served, too.")
            .flag("legacy-namespace", "false");
    final int maxMessage =
        about("The longest message taken from the broker.")
            .bytes("max-message", "1KiB", "64MiB", "1MiB");
    final Duration patience =
        about(
                "How long a client is held while broker or store is not ready, before it has to try again.")
            .span("patience", "0s", "5m", "20s");
    final int maxPayload =
        about("The largest message from a client.")
            .bytes("max-payload", "1KiB", "64MiB", "1000000");
    final Duration pingInterval =
        about("Time between pings.").span("ping-interval", "100ms", "1h", "25s");
    final Duration pingTimeout =
        about("How long a client may take to answer a ping.")
            .span("ping-timeout", "100ms", "1h", "20s");
    final Duration connectTimeout =
        about("How long a client may take to join a namespace.")
            .span("connect-timeout", "100ms", "1h", "45s");
    final int maxOutbound =
        about("What may wait to be written to one connection before it is closed as too slow.")
            .bytes("max-outbound", "64KiB", "1GiB", "4MiB");

    Records(Values values) {
      super(values);
    }

    /// Returns how the Socket.IO endpoint behaves.
    SocketIoSettings socketIo() {
      return LoomioApp.socketIo()
          .with(to -> {
            to.connectTimeout = connectTimeout;
            to.patience = patience;
            to.recovery = recoveryWindow.isZero() ? null : recovery(to.recovery);
            to.engine.path = path;
            to.engine.pingInterval = pingInterval;
            to.engine.pingTimeout = pingTimeout;
            to.engine.maxPayload = maxPayload;
            to.engine.maxOutbound = maxOutbound;
            to.engine.origins = OriginPolicy.of(allowedOrigins);
          });
    }

    private RecoverySettings recovery(@Nullable RecoverySettings base) {
      return (base == null ? RecoverySettings.defaults() : base)
          .with(to -> {
            to.window = recoveryWindow;
            to.maxBytes = recoveryMaxBytes;
          });
    }
  }
}
