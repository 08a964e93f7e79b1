package dev.carillon.channels;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Editable;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an endpoint of plain JSON behaves; see [Editable] for how it is said.
public final class ChannelsSettings extends Editable<ChannelsSettings> {
  /// The one path that is served; `null` for all.
  public @Nullable String path;

  /// Which web pages may connect.
  public OriginPolicy origins = OriginPolicy.sameOrigin();

  /// From the opening, and from each pong, to the next ping (RFC 6455 §5.5.2).
  public Duration pingInterval = Duration.ofSeconds(30);

  /// How long a pong may take before the connection is ended.
  public Duration pongTimeout = Duration.ofSeconds(30);

  /// The longest message of a client, in bytes; a longer one ends the connection with 1009.
  public int maxMessage = 64 * 1024;

  /// How deep the JSON of a client may be nested.
  public int maxDepth = 32;

  /// How many bytes may wait for one client before it is a slow consumer.
  public int maxOutbound = 4 * 1024 * 1024;

  /// How many connections there may be; more are refused with 503.
  public int maxConnections = Integer.MAX_VALUE;

  /// How many of them may come from one address; more are refused with 429.
  public int maxConnectionsPerAddress = Integer.MAX_VALUE;

  /// Whether permessage-deflate (RFC 7692) is agreed to.
  public boolean deflate;

  /// Messages shorter than this go uncompressed, in bytes.
  public int deflateThreshold = 1024;

  /// Whether the first subprotocol that a client offers is agreed to.
  public boolean echoSubprotocol = true;

  /// Whether newcomers are held until they can be let in: until the app is ready and the broker is linked. What
  /// they say meanwhile is heard afterwards. An app that lets them in at once may hold them by itself, see
  /// [ChannelConnection#awaitReady].
  public boolean holding = true;

  /// How long they are held.
  public Duration patience = Duration.ofSeconds(10);

  /// Why connections end that were held in vain.
  public CloseReason notReady = CloseReason.NOT_READY;

  /// Why connections end when the node stops.
  public CloseReason shutdown = CloseReason.SHUTDOWN;

  private ChannelsSettings() {}

  /// Returns the defaults, for one path.
  ///
  /// @param path the path; `null` for all
  public static ChannelsSettings at(@Nullable String path) {
    return new ChannelsSettings().with(to -> to.path = path);
  }

  @Override
  protected void check() {
    if (path != null && !path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    atLeastOneMilli("pingInterval", pingInterval);
    atLeastOneMilli("pongTimeout", pongTimeout);
    atLeastOne("maxMessage", maxMessage);
    atLeastOne("maxDepth", maxDepth);
    atLeastOne("maxOutbound", maxOutbound);
    atLeastOne("maxConnections", maxConnections);
    atLeastOne("maxConnectionsPerAddress", maxConnectionsPerAddress);
  }

  WebSocketSettings webSocket() {
    return new WebSocketSettings(maxMessage, maxOutbound, deflate, deflateThreshold);
  }
}
