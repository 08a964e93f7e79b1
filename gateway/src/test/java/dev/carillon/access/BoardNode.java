package dev.carillon.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.ChannelListener;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.channels.Dialect;
import dev.carillon.core.Broker;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.support.FakeClock;
import dev.carillon.support.RawSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.core.JsonParser;

/// A node of a little app: clients are who their address says, and enter boards by saying their names; what is
/// published on `boards` as `BOARD words` goes to that board, and to the whole node without one.
///
/// Safe for any thread.
@NullUnmarked // what is set at the start is there
final class BoardNode implements AutoCloseable, App, Dialect<String, String, String> {
  private final PermissionSettings settings;
  private final RevocationSettings revoking;
  private final AccessRules rules;
  private final Channels<String, String, String> endpoint;
  private final Gateway gateway;
  private Services services;
  Permissions permissions;
  Revocations revocations;

  BoardNode(
      Links.Link link,
      FakeClock clock,
      AccessRules rules,
      PermissionSettings settings,
      RevocationSettings revoking) {
    this.rules = rules;
    this.settings = settings;
    this.revoking = revoking;
    this.endpoint =
        Channels.create("boards", ChannelsSettings.at("/"), this, handshake -> admit(handshake));
    this.gateway =
        Gateway.builder()
            .lanes(2)
            .clock(clock)
            .broker(link.broker(), link.store())
            .app(this)
            .start();
  }

  @Override
  public String name() {
    return "boards";
  }

  @Override
  public RunningApp start(Services lent) {
    services = lent;
    revocations = new Revocations("boards", lent, revoking);
    permissions = new Permissions("boards", lent, rules, settings, revocations, this::evicted);
    endpoint.guardedBy(permissions);
    Broker.Subscription posts =
        lent.broker().subscribe("boards", (channel, message) -> post(new String(message, UTF_8)));
    return new RunningApp() {
      @Override
      public List<Mount> mounts() {
        return List.of(Mount.on("127.0.0.1", 0, endpoint));
      }

      @Override
      public CompletionStage<?> ready() {
        return CompletableFuture.allOf(
            posts.confirmed().toCompletableFuture(),
            permissions.confirmed().toCompletableFuture(),
            revocations.confirmed().toCompletableFuture());
      }

      @Override
      public void close() {
        posts.close();
        permissions.close();
        revocations.close();
      }
    };
  }

  private Admission<String, String> admit(HttpRequestHead handshake) {
    Map<String, String> query = handshake.query();
    return new Admission.Admitted<>(connection -> {
      connection.identify(principal(query));
      return new Client(connection);
    });
  }

  /// Whom an address tells of: id, roles, token and session.
  static Principal principal(Map<String, String> query) {
    var claims = new HashMap<String, Object>();
    claims.put("jti", query.getOrDefault("jti", "none"));
    claims.put("sid", query.getOrDefault("sid", "none"));
    if (query.containsKey("iat")) {
      claims.put("iat", Long.valueOf(query.get("iat")));
    }
    Instant end =
        query.containsKey("exp") ? Instant.ofEpochSecond(Long.parseLong(query.get("exp"))) : null;
    Set<String> roles = Set.of(query.getOrDefault("roles", "").split(",", -1));
    return new Principal(query.get("id"), null, roles, claims, end);
  }

  private final class Client implements ChannelListener<String> {
    private final ChannelConnection<String> connection;

    Client(ChannelConnection<String> connection) {
      this.connection = connection;
    }

    @Override
    public void onMessage(String message) {
      if (message.startsWith("enter ")) {
        String room = message.substring(6);
        connection.send(connection.enter(room) ? "in " + room : "not in " + room);
      } else if (message.startsWith("roles ")) {
        Principal now = connection.principal();
        connection.identify(now.withRoles(Set.of(message.substring(6))));
        permissions.identityChanged(connection);
      } else {
        connection.send(message);
      }
    }

    @Override
    public void onBadMessage(BadJson reason) {
      connection.send("bad");
    }
  }

  private void evicted(Member member, String room, Decision why) {
    if (member instanceof ChannelConnection<?> connection) {
      endpoint.broadcast("evicted from " + room + ": " + why.rule(), connection.id());
    }
  }

  /// As apps do with what they hear: a change counts before what follows it.
  private void post(String text) {
    String board = text.split(" ", 2)[0];
    if (text.endsWith(" settings")) {
      permissions.changedHere(board);
    }
    endpoint.broadcast(text, board.equals("all") ? List.of() : List.of(board), List.of());
  }

  /// Publishes to all nodes, and returns when the broker has it.
  void publish(String text) {
    services
        .broker()
        .publish("boards", text.getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(10, SECONDS)
        .join();
  }

  /// Publishes anything anywhere.
  void publish(String channel, String text) {
    services
        .broker()
        .publish(channel, text.getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(10, SECONDS)
        .join();
  }

  Services services() {
    return services;
  }

  int connections() {
    return gateway.connections();
  }

  /// A client of this node, in rooms.
  Peer client(String query, String... rooms) {
    var peer = new Peer(RawSocket.connect(gateway.port(endpoint)));
    peer.socket.upgrade("/?" + query);
    for (String room : rooms) {
      peer.say("enter " + room).hears("in " + room);
    }
    return peer;
  }

  @Override
  public String decode(JsonParser message) throws BadJson {
    return message.getString();
  }

  @Override
  public byte[] encode(String message) {
    return StrictJson.write(json -> json.writeString(message));
  }

  @Override
  public byte[] encodeForBroadcast(String message) {
    return encode(message);
  }

  @Override
  public void close() {
    gateway.close();
  }

  /// A client in bytes. Confined to one thread.
  record Peer(RawSocket socket) implements AutoCloseable {
    Peer say(String text) {
      socket.sendText("\"" + text + "\"");
      return this;
    }

    String hear() {
      RawSocket.Frame frame = socket.readFrame();
      String text = frame.text();
      return frame.opcode() == 8
          ? "closed " + frame.closeCode() + " " + text.substring(2)
          : text.substring(1, text.length() - 1);
    }

    Peer hears(String... texts) {
      for (String text : texts) {
        String heard = hear();
        if (!heard.equals(text)) {
          throw new AssertionError("expected: " + text + ", but: " + heard);
        }
      }
      return this;
    }

    /// Checks what comes next, in whichever order: a broadcast and the news of an eviction have none.
    Peer hearsInAnyOrder(String... texts) {
      List<String> missing = new ArrayList<>(List.of(texts));
      for (int i = 0; i < texts.length; i++) {
        String heard = hear();
        if (!missing.remove(heard)) {
          throw new AssertionError("expected one of: " + missing + ", but: " + heard);
        }
      }
      return this;
    }

    /// Checks that nothing has come by now which was not read: its own word comes next.
    Peer hearsNothing() {
      return say("me").hears("me");
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
