package dev.carillon.socketio;

import dev.carillon.engineio.EngineIoSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a Socket.IO endpoint behaves. Immutable.
///
/// The defaults are those of the reference server, apart from the limits, of which it has none.
///
/// @param engine how the connections below behave
/// @param connectTimeout how long a client may take to enter its first namespace
/// @param patience how long a newcomer is held until it can be let in: until the app is ready, the broker is
///     linked and the store answers. Then its transport is closed, and it returns by itself
/// @param recovery connection state recovery; `null` to leave it off
/// @param maxAttachments how many binary attachments a packet may have
/// @param maxNamespaces how many namespaces one client may be in at a time
/// @param maxDynamicNamespaces how many namespaces may come into being by clients' naming them
/// @param cluster whether broadcasts reach the clients of all nodes that serve an endpoint of the same
///     name, where the broker reaches other nodes at all; an app that broadcasts only what each node
///     hears by itself needs no such channel
public record SocketIoSettings(
    EngineIoSettings engine,
    Duration connectTimeout,
    Duration patience,
    @Nullable RecoverySettings recovery,
    int maxAttachments,
    int maxNamespaces,
    int maxDynamicNamespaces,
    boolean cluster) {

  /// Where Socket.IO is served when nothing is said.
  public static final String DEFAULT_PATH = "/socket.io/";

  public SocketIoSettings {
    engine = engine.orPath(DEFAULT_PATH);
  }

  /// Returns the defaults: path `/socket.io/`, 45 s to enter, no recovery.
  public static SocketIoSettings defaults() {
    return new SocketIoSettings(
        EngineIoSettings.defaults(),
        Duration.ofSeconds(45),
        Duration.ofSeconds(10),
        null,
        PacketDecoder.DEFAULT_MAX_ATTACHMENTS,
        64,
        10_000,
        true);
  }

  public SocketIoSettings withEngine(EngineIoSettings value) {
    return new SocketIoSettings(
        value,
        connectTimeout,
        patience,
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withConnectTimeout(Duration value) {
    return new SocketIoSettings(
        engine,
        value,
        patience,
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withPatience(Duration value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        value,
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withRecovery(@Nullable RecoverySettings value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        patience,
        value,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withMaxAttachments(int value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        patience,
        recovery,
        value,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withMaxNamespaces(int value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        patience,
        recovery,
        maxAttachments,
        value,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withMaxDynamicNamespaces(int value) {
    return new SocketIoSettings(
        engine, connectTimeout, patience, recovery, maxAttachments, maxNamespaces, value, cluster);
  }

  public SocketIoSettings withCluster(boolean value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        patience,
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        value);
  }
}
