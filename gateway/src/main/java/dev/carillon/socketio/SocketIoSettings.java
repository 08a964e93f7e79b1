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
    @Nullable RecoverySettings recovery,
    int maxAttachments,
    int maxNamespaces,
    int maxDynamicNamespaces,
    boolean cluster) {

  /// Returns the defaults: path `/socket.io/`, 45 s to enter, no recovery.
  public static SocketIoSettings defaults() {
    return new SocketIoSettings(
        EngineIoSettings.defaults().withPath("/socket.io/"),
        Duration.ofSeconds(45),
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
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withConnectTimeout(Duration value) {
    return new SocketIoSettings(
        engine, value, recovery, maxAttachments, maxNamespaces, maxDynamicNamespaces, cluster);
  }

  public SocketIoSettings withRecovery(@Nullable RecoverySettings value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        value,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        cluster);
  }

  public SocketIoSettings withMaxAttachments(int value) {
    return new SocketIoSettings(
        engine, connectTimeout, recovery, value, maxNamespaces, maxDynamicNamespaces, cluster);
  }

  public SocketIoSettings withMaxNamespaces(int value) {
    return new SocketIoSettings(
        engine, connectTimeout, recovery, maxAttachments, value, maxDynamicNamespaces, cluster);
  }

  public SocketIoSettings withMaxDynamicNamespaces(int value) {
    return new SocketIoSettings(
        engine, connectTimeout, recovery, maxAttachments, maxNamespaces, value, cluster);
  }

  public SocketIoSettings withCluster(boolean value) {
    return new SocketIoSettings(
        engine,
        connectTimeout,
        recovery,
        maxAttachments,
        maxNamespaces,
        maxDynamicNamespaces,
        value);
  }
}
