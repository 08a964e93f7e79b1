package dev.carillon.socketio;

import dev.carillon.net.HttpRequestHead;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A socket as it is at one moment, for the nodes that it is not on. Immutable.
///
/// It holds what the client introduced itself with, secrets included, as the reference server's does:
/// it travels between nodes only.
///
/// @param data what the app keeps with it, as JSON
record SocketSnapshot(String id, Set<String> rooms, ObjectNode data, Handshake handshake) {
  private static final String SOCKETS = "sockets";

  /// Sockets are put into parts of about this size.
  private static final int PART_BYTES = 128 * 1024;

  /// Takes the snapshot of a socket, in its lane.
  static Taken of(Socket socket) {
    return new Taken(socket.id(), socket.roomsNow(), Map.copyOf(socket.data()), socket.handshake());
  }

  /// What is taken in the lane, to be encoded elsewhere.
  record Taken(String id, Set<String> rooms, Map<String, Object> data, Handshake handshake) {}

  /// Encodes sockets, in as many parts as they need.
  static List<byte[]> encode(List<Taken> sockets) {
    var parts = new ArrayList<byte[]>();
    var waiting = new ArrayList<Json>();
    int bytes = 0;
    for (Taken socket : sockets) {
      byte[] one = encode(socket);
      if (bytes + one.length > PART_BYTES && !waiting.isEmpty()) {
        parts.add(Envelope.encode(Map.of(SOCKETS, waiting), null));
        waiting.clear();
        bytes = 0;
      }
      waiting.add(Json.raw(one));
      bytes += one.length;
    }
    if (!waiting.isEmpty()) {
      parts.add(Envelope.encode(Map.of(SOCKETS, waiting), null));
    }
    return parts;
  }

  private static byte[] encode(Taken socket) {
    var data = new LinkedHashMap<String, Object>();
    socket.data.forEach((name, value) -> {
      try {
        data.put(name, Json.raw(PacketEncoder.json(value)));
      } catch (IllegalArgumentException e) {
        // What has no JSON form (a connection, a lock) means nothing on another node.
      }
    });
    Handshake met = socket.handshake;
    var handshake = new LinkedHashMap<String, Object>();
    handshake.put("url", met.url());
    handshake.put("query", met.query());
    handshake.put("headers", met.headers());
    handshake.put("host", met.remote().getHostString());
    handshake.put("port", met.remote().getPort());
    handshake.put("secure", met.secure());
    handshake.put("time", met.time().toEpochMilli());
    handshake.put("auth", met.auth());
    return PacketEncoder.json(
        Map.of("id", socket.id, "rooms", socket.rooms, "data", data, "handshake", handshake));
  }

  /// Decodes a part.
  ///
  /// @throws PacketException if it is none; the text quotes nothing
  static List<SocketSnapshot> decode(byte[] part) {
    return Envelope.decode(part).list(SOCKETS).stream().map(SocketSnapshot::decode).toList();
  }

  private static SocketSnapshot decode(JsonNode socket) {
    JsonNode met = socket.path("handshake");
    if (!socket.path("id").isString()
        || !socket.path("rooms").isArray()
        || !(socket.path("data") instanceof ObjectNode data)
        || !met.path("url").isString()
        || !met.path("host").isString()
        || !met.path("time").canConvertToLong()
        || !(met.path("auth") instanceof ObjectNode auth)) {
      throw new PacketException("no socket");
    }
    var rooms = new LinkedHashSet<String>();
    socket.path("rooms").forEach(room -> rooms.add(room.asString("")));
    var head =
        new Head(
            met.path("url").stringValue(),
            texts(met.path("query")),
            texts(met.path("headers")),
            address(met.path("host").stringValue(), met.path("port").asInt(0)),
            met.path("secure").asBoolean(false));
    Instant time = Instant.ofEpochMilli(met.path("time").longValue());
    return new SocketSnapshot(
        socket.path("id").stringValue(),
        Set.copyOf(rooms),
        data,
        new Handshake(head, auth.isEmpty() ? JsonNodeFactory.instance.objectNode() : auth, time));
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new LinkedHashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return Map.copyOf(texts);
  }

  private static InetSocketAddress address(String host, int port) {
    int valid = port < 0 || port > 65_535 ? 0 : port;
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(host), valid);
    } catch (IllegalArgumentException e) {
      return InetSocketAddress.createUnresolved(host, valid);
    }
  }

  /// The head of a request that another node got.
  private record Head(
      String target,
      Map<String, String> query,
      Map<String, String> headers,
      InetSocketAddress remote,
      boolean secure)
      implements HttpRequestHead {

    /// Handshakes begin with GET, whatever the transport.
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String path() {
      int end = target.indexOf('?');
      return end < 0 ? target : target.substring(0, end);
    }
  }
}
