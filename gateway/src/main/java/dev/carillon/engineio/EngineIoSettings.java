package dev.carillon.engineio;

import dev.carillon.core.Editable;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an Engine.IO endpoint behaves; see [Editable] for how it is said.
///
/// The defaults are those of the reference server, but for two: pages of other origins are refused
/// over WebSocket, too, and what waits for a client is limited.
public final class EngineIoSettings extends Editable<EngineIoSettings> {
  /// The prefix of the paths served; a slash at its end is added. `null` stands for the protocol's own:
  /// `/engine.io/`, or `/socket.io/` below Socket.IO.
  public @Nullable String path;

  /// From the opening, and from each pong, to the next ping.
  public Duration pingInterval = Duration.ofSeconds(25);

  /// How long a pong may take.
  public Duration pingTimeout = Duration.ofSeconds(20);

  /// How long a WebSocket may probe before it must take over.
  public Duration upgradeTimeout = Duration.ofSeconds(10);

  /// The largest message or polling body that is accepted, in bytes.
  public int maxPayload = 1_000_000;

  /// How many bytes may wait for one client before it is a slow consumer.
  public int maxOutbound = 4 * 1024 * 1024;

  /// Whether HTTP long-polling is served.
  public boolean polling = true;

  /// Whether WebSocket is served.
  public boolean webSocket = true;

  /// Whether a polling client may go over to WebSocket.
  public boolean upgrades = true;

  /// Which web pages may connect.
  public OriginPolicy origins = OriginPolicy.sameOrigin();

  /// Whether polling bodies of 1 KiB and more are compressed.
  public boolean compressPolling = true;

  /// Whether permessage-deflate (RFC 7692) is agreed to.
  public boolean deflate;

  /// Messages smaller than this go uncompressed over WebSocket, in bytes.
  public int deflateThreshold = 1024;

  /// The session cookie; `null` for none.
  public @Nullable SessionCookie cookie;

  private EngineIoSettings() {}

  /// Returns the defaults.
  public static EngineIoSettings defaults() {
    return new EngineIoSettings();
  }

  @Override
  protected void unshare() {
    cookie = cookie == null ? null : cookie.copy();
  }

  /// Returns these settings with a path for those that name none.
  public EngineIoSettings orPath(String value) {
    return with(to -> to.path = to.path == null ? value : to.path);
  }

  @Override
  protected void check() {
    if (path != null && !path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    path = path == null || path.endsWith("/") ? path : path + "/";
    atLeastOneMilli("pingInterval", pingInterval);
    atLeastOneMilli("pingTimeout", pingTimeout);
    atLeastOneMilli("upgradeTimeout", upgradeTimeout);
    atLeastOne("maxPayload", maxPayload);
    atLeastOne("maxOutbound", maxOutbound);
    if (!polling && !webSocket) {
      throw new IllegalArgumentException("at least one of polling and webSocket must be served");
    }
  }

  WebSocketSettings webSocketSettings() {
    return new WebSocketSettings(maxPayload, maxOutbound, deflate, deflateThreshold);
  }
}
