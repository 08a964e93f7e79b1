package dev.carillon.collab;

import dev.carillon.core.Editable;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;

/// How an endpoint for documents behaves; see [Editable] for how it is said.
public final class CollabSettings extends Editable<CollabSettings> {
  /// What the paths of requests begin with. Hocuspocus takes all; y-websocket takes the name of the document
  /// from what follows.
  public String path = "/";

  /// Which web pages may connect.
  public OriginPolicy origins = OriginPolicy.sameOrigin();

  /// From the opening, and from each pong, to the next ping (RFC 6455 §5.5.2).
  public Duration pingInterval = Duration.ofSeconds(30);

  /// How long a pong may take before the connection is ended.
  public Duration pongTimeout = Duration.ofSeconds(30);

  /// How long a connection may be without a document that it was let into, from its opening.
  public Duration authDeadline = Duration.ofSeconds(30);

  /// How long newcomers are held until the app is ready and the broker is linked.
  public Duration patience = Duration.ofSeconds(10);

  /// The longest message of a client, in bytes; a longer one ends the connection with 1009.
  public int maxMessage = 10 * 1024 * 1024;

  /// How many bytes may wait for one client before it is a slow consumer. Changes do not count, as those who
  /// do not keep up are not sent any; whole documents do.
  public int maxOutbound = 128 * 1024 * 1024;

  /// How many documents one connection may be in or ask for at once; one more ends it with 4205.
  public int maxDocuments = 100;

  /// How many frames may wait on one connection until documents let it in; one more ends it with 4205.
  public int maxWaitingFrames = 1_000;

  /// How many bytes may wait so.
  public int maxWaitingBytes = 5 * 1024 * 1024;

  /// How many connections there may be; more are refused with 503.
  public int maxConnections = Integer.MAX_VALUE;

  /// How many of them may come from one address; more are refused with 429.
  public int maxConnectionsPerAddress = Integer.MAX_VALUE;

  /// Whether permessage-deflate (RFC 7692) is agreed to.
  public boolean deflate;

  private CollabSettings() {}

  /// Returns the defaults.
  public static CollabSettings defaults() {
    return new CollabSettings();
  }

  @Override
  protected void check() {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("path must start and end with '/': " + path);
    }
    atLeastOneMilli("pingInterval", pingInterval);
    atLeastOneMilli("pongTimeout", pongTimeout);
    atLeastOneMilli("authDeadline", authDeadline);
    atLeastOne("maxMessage", maxMessage);
    atLeastOne("maxOutbound", maxOutbound);
    atLeastOne("maxDocuments", maxDocuments);
    atLeastOne("maxWaitingFrames", maxWaitingFrames);
    atLeastOne("maxWaitingBytes", maxWaitingBytes);
    atLeastOne("maxConnections", maxConnections);
    atLeastOne("maxConnectionsPerAddress", maxConnectionsPerAddress);
  }

  WebSocketSettings webSocket() {
    return new WebSocketSettings(maxMessage, maxOutbound, deflate, 1024);
  }
}
