package dev.carillon.collab;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Drain;
import dev.carillon.core.Instruments;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.Places;
import dev.carillon.net.Response;
import dev.carillon.net.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What both protocols for documents have in common: who may connect, and the connections there are.
/// Thread-safe.
public abstract sealed class CollabEndpoint implements Endpoint
    permits HocuspocusEndpoint, YWebSocketEndpoint {
  private static final byte[] GREETING =
      "Welcome to Hocuspocus!".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final CollabSettings settings;
  private final Documents documents;
  private final Places places;
  private final ConcurrentHashMap<String, CollabConnection> connections = new ConcurrentHashMap<>();
  private volatile @Nullable Readiness readiness;
  private volatile boolean draining;

  CollabEndpoint(String name, CollabSettings settings, Documents documents) {
    this.name = name;
    this.settings = settings.copy();
    this.documents = documents;
    this.places = new Places(settings.maxConnections, settings.maxConnectionsPerAddress);
  }

  /// Makes the connection of a client, in its lane.
  abstract CollabConnection open(WebSocket socket, HttpRequestHead handshake);

  CollabSettings settings() {
    return settings;
  }

  Documents documents() {
    return documents;
  }

  Instruments instruments() {
    return documents.services().instruments();
  }

  Readiness readiness() {
    Readiness lent = readiness;
    if (lent == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return lent;
  }

  void remove(CollabConnection connection, CloseReason reason) {
    connections.remove(connection.id());
    places.giveBack(connection.handshake().remote().getAddress());
    instruments().closed(name, connection.transport(), reason);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(String path) {
    return path.startsWith(settings.path);
  }

  @Override
  public String entrance() {
    return settings.path;
  }

  @Override
  public void start(Services services, Readiness given) {
    readiness = given;
  }

  @Override
  public int maxBodyBytes() {
    return 1024;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return settings.origins.headers(request);
  }

  /// Answers as the reference server does, by which load balancers know that it lives.
  @Override
  public void onRequest(HttpExchange exchange) {
    exchange.respond(Response.of(200, "text/plain", GREETING));
  }

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    if (!settings.origins.permits(upgrade)) {
      refuse(upgrade, 403, "origin not allowed", "origin");
      return;
    }
    if (draining) {
      refuse(upgrade, 503, "shutting down", "shutdown");
      return;
    }
    Places.Outcome place = places.take(upgrade.remote().getAddress());
    if (place != Places.Outcome.TAKEN) {
      refuse(upgrade, place.status(), place.error(), place.label());
      return;
    }
    upgrade.accept(
        upgrade.lane(),
        settings.webSocket(),
        upgrade.firstSubprotocol(),
        socket -> admit(socket, upgrade.kept()));
  }

  private void refuse(HttpUpgrade upgrade, int status, String error, String label) {
    instruments().refused(name, label);
    upgrade.refuse(Response.error(status, error));
  }

  private CollabConnection admit(WebSocket socket, HttpRequestHead handshake) {
    CollabConnection connection = open(socket, handshake);
    connections.put(connection.id(), connection);
    instruments().opened(name, connection.transport());
    connection.begin();
    if (draining) {
      connection.close(CloseReason.SHUTDOWN);
    }
    return connection;
  }

  @Override
  public int connections() {
    return connections.size();
  }

  /// Returns how many documents have somebody in them.
  @Override
  public int rooms() {
    return documents.rooms().size();
  }

  @Override
  public void drain(Duration over) {
    draining = true;
    new Drain(connections, documents.services().random()).run(over, CloseReason.SHUTDOWN);
  }
}
