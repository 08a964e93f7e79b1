package dev.carillon.socketio;

import dev.carillon.core.Editable;
import dev.carillon.engineio.EngineIoSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a Socket.IO endpoint behaves; see [Editable] for how it is said.
///
/// The defaults are those of the reference server, apart from the limits, of which it has none.
public final class SocketIoSettings extends Editable<SocketIoSettings> {
  /// Where Socket.IO is served when nothing is said.
  public static final String DEFAULT_PATH = "/socket.io/";

  /// How the connections below behave.
  public EngineIoSettings engine = EngineIoSettings.defaults();

  /// How long a client may take to enter its first namespace.
  public Duration connectTimeout = Duration.ofSeconds(45);

  /// How long a newcomer is held until it can be let in: until the app is ready, the broker is linked and the
  /// store answers. Then its transport is closed, and it returns by itself.
  public Duration patience = Duration.ofSeconds(10);

  /// Connection state recovery; `null` to leave it off.
  public @Nullable RecoverySettings recovery;

  /// How many binary attachments a packet may have.
  public int maxAttachments = PacketDecoder.DEFAULT_MAX_ATTACHMENTS;

  /// How many namespaces one client may be in at a time.
  public int maxNamespaces = 64;

  /// How many namespaces may come into being by clients' naming them.
  public int maxDynamicNamespaces = 10_000;

  /// Whether broadcasts reach the clients of all nodes that serve an endpoint of the same name, where the
  /// broker reaches other nodes at all; an app that broadcasts only what each node hears by itself needs
  /// no such channel.
  public boolean cluster = true;

  private SocketIoSettings() {}

  /// Returns the defaults.
  public static SocketIoSettings defaults() {
    return new SocketIoSettings().with(_ -> {});
  }

  @Override
  protected void unshare() {
    engine = engine.copy();
    recovery = recovery == null ? null : recovery.copy();
  }

  @Override
  protected void check() {
    engine = engine.orPath(DEFAULT_PATH); // which checks them, too
    recovery = recovery == null ? null : recovery.with(_ -> {});
    atLeastOneMilli("connectTimeout", connectTimeout);
  }
}
