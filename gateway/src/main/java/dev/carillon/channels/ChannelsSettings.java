package dev.carillon.channels;

import dev.carillon.core.CloseReason;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How an endpoint of plain JSON behaves. Immutable.
///
/// @param path the one path that is served; `null` for all
/// @param origins which web pages may connect
/// @param pingInterval from the opening, and from each pong, to the next ping (RFC 6455 §5.5.2)
/// @param pongTimeout how long a pong may take before the connection is ended
/// @param maxMessage the longest message of a client, in bytes; a longer one ends the connection with
///     1009
/// @param maxDepth how deep the JSON of a client may be nested
/// @param maxOutbound how many bytes may wait for one client before it is a slow consumer
/// @param maxConnections how many connections there may be; more are refused with 503
/// @param maxConnectionsPerAddress how many of them may come from one address; more are refused with
///     429
/// @param deflate whether permessage-deflate (RFC 7692) is agreed to
/// @param deflateThreshold messages shorter than this go uncompressed, in bytes
/// @param echoSubprotocol whether the first subprotocol that a client offers is agreed to
/// @param patience how long a newcomer is held until it can be let in: until the app is ready and the broker is
///     linked. What it says meanwhile is heard afterwards
/// @param holding whether newcomers are held at all; else they are let in at once
/// @param notReady why connections end that were held in vain
/// @param shutdown why connections end when the node stops
public record ChannelsSettings(
    @Nullable String path,
    OriginPolicy origins,
    Duration pingInterval,
    Duration pongTimeout,
    int maxMessage,
    int maxDepth,
    int maxOutbound,
    int maxConnections,
    int maxConnectionsPerAddress,
    boolean deflate,
    int deflateThreshold,
    boolean echoSubprotocol,
    Duration patience,
    boolean holding,
    CloseReason notReady,
    CloseReason shutdown) {

  public ChannelsSettings {
    if (path != null && !path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    positive("pingInterval", pingInterval.toMillis());
    positive("pongTimeout", pongTimeout.toMillis());
    positive("maxMessage", maxMessage);
    positive("maxDepth", maxDepth);
    positive("maxOutbound", maxOutbound);
    positive("maxConnections", maxConnections);
    positive("maxConnectionsPerAddress", maxConnectionsPerAddress);
  }

  private static void positive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1: " + value);
    }
  }

  /// Returns settings for one path: pages of the same origin, messages up to 64 KiB, a ping every 30 s.
  ///
  /// @param path the path; `null` for all
  public static ChannelsSettings at(@Nullable String path) {
    return new ChannelsSettings(
        path,
        OriginPolicy.sameOrigin(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        64 * 1024,
        32,
        4 * 1024 * 1024,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        false,
        1024,
        true,
        Duration.ofSeconds(10),
        true,
        CloseReason.NOT_READY,
        CloseReason.SHUTDOWN);
  }

  public ChannelsSettings withOrigins(OriginPolicy value) {
    return edited(to -> to.origins = value);
  }

  public ChannelsSettings withHeartbeat(Duration interval, Duration timeout) {
    return edited(to -> {
      to.pingInterval = interval;
      to.pongTimeout = timeout;
    });
  }

  public ChannelsSettings withMaxMessage(int bytes) {
    return edited(to -> to.maxMessage = bytes);
  }

  public ChannelsSettings withMaxDepth(int levels) {
    return edited(to -> to.maxDepth = levels);
  }

  public ChannelsSettings withMaxOutbound(int bytes) {
    return edited(to -> to.maxOutbound = bytes);
  }

  public ChannelsSettings withMaxConnections(int inAll, int perAddress) {
    return edited(to -> {
      to.maxConnections = inAll;
      to.maxConnectionsPerAddress = perAddress;
    });
  }

  /// @param threshold messages shorter than this go uncompressed, in bytes
  public ChannelsSettings withDeflate(boolean on, int threshold) {
    return edited(to -> {
      to.deflate = on;
      to.deflateThreshold = threshold;
    });
  }

  public ChannelsSettings withEchoedSubprotocol(boolean on) {
    return edited(to -> to.echoSubprotocol = on);
  }

  /// @param then why connections end that were held in vain
  public ChannelsSettings withPatience(Duration howLong, CloseReason then) {
    return edited(to -> {
      to.patience = howLong;
      to.notReady = then;
    });
  }

  /// Lets newcomers in at once; the app may hold them by itself, see [ChannelConnection#awaitReady].
  public ChannelsSettings withoutHolding() {
    return edited(to -> to.holding = false);
  }

  public ChannelsSettings withShutdown(CloseReason reason) {
    return edited(to -> to.shutdown = reason);
  }

  private ChannelsSettings edited(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  WebSocketSettings webSocket() {
    return new WebSocketSettings(maxMessage, maxOutbound, deflate, deflateThreshold);
  }

  /// Settings that are being changed. Confined to one call.
  private static final class Draft {
    private final @Nullable String path;
    private OriginPolicy origins;
    private Duration pingInterval;
    private Duration pongTimeout;
    private int maxMessage;
    private int maxDepth;
    private int maxOutbound;
    private int maxConnections;
    private int maxConnectionsPerAddress;
    private boolean deflate;
    private int deflateThreshold;
    private boolean echoSubprotocol;
    private Duration patience;
    private boolean holding;
    private CloseReason notReady;
    private CloseReason shutdown;

    Draft(ChannelsSettings from) {
      path = from.path;
      origins = from.origins;
      pingInterval = from.pingInterval;
      pongTimeout = from.pongTimeout;
      maxMessage = from.maxMessage;
      maxDepth = from.maxDepth;
      maxOutbound = from.maxOutbound;
      maxConnections = from.maxConnections;
      maxConnectionsPerAddress = from.maxConnectionsPerAddress;
      deflate = from.deflate;
      deflateThreshold = from.deflateThreshold;
      echoSubprotocol = from.echoSubprotocol;
      patience = from.patience;
      holding = from.holding;
      notReady = from.notReady;
      shutdown = from.shutdown;
    }

    ChannelsSettings settings() {
      return new ChannelsSettings(
          path,
          origins,
          pingInterval,
          pongTimeout,
          maxMessage,
          maxDepth,
          maxOutbound,
          maxConnections,
          maxConnectionsPerAddress,
          deflate,
          deflateThreshold,
          echoSubprotocol,
          patience,
          holding,
          notReady,
          shutdown);
    }
  }
}
