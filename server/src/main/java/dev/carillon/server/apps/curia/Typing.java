package dev.carillon.server.apps.curia;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.presence.RoomSignals;
import dev.carillon.presence.Signal;
import dev.carillon.presence.SignalSender;
import dev.carillon.presence.SignalSettings;
import dev.carillon.presence.Signals;
import dev.carillon.socketio.Json;
import dev.carillon.socketio.SocketIo;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who writes at which board. It goes to those who look at that board, and to none of the writer's own
/// connections; it ends when the client says so, when it leaves the board or loses it, and 12 s after it was
/// last heard of. In a community that does without it ([Feature#TYPING]) nobody writes, nor is anybody told.
///
/// Safe for any thread; nothing waits.
final class Typing implements AutoCloseable {
  private static final String KIND = "typing";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_POST = 64;
  private static final StrictJson JSON = new StrictJson(16 * 1024, 8);

  private final Signals signals;
  private final Records records;
  private final SocketIo io;
  private final Clock clock;
  private final Instruments instruments;

  /// Those who write on this node, by their socket's id. As many as there are connections.
  private final Map<String, Viewer> writers = new ConcurrentHashMap<>();

  Typing(Services services, Records records, SocketIo io) {
    this.records = records;
    this.io = io;
    this.clock = services.clock();
    this.instruments = services.instruments();
    // Whether a connection may is asked of the connection, below: a user can have several.
    this.signals =
        Signals.open(CuriaApp.NAME, services, SignalSettings.defaults(), (room, user) -> true);
    signals.onChange(this::tell);
  }

  SignalSender sender(String user, String socketId) {
    return signals.sender(user, socketId);
  }

  /// Takes what a client says: `{"boardId","postId","isTyping","context"}`.
  void hear(Viewer viewer, JsonNode said) {
    JsonNode is = said.path("isTyping");
    boolean active = is.isBoolean() && is.booleanValue();
    hear(viewer, BoardId.of(said.path("boardId")), said.path("postId"), context(said), active);
  }

  /// Takes what a client says by `typing:start` and `typing:stop`: the members of [#hear(Viewer, JsonNode)], or
  /// the id of a post. Without a board it is the one that the client looks at.
  void hear(Viewer viewer, JsonNode said, boolean active) {
    long board = said.has("boardId") ? BoardId.of(said.path("boardId")) : viewer.attendee().board();
    hear(viewer, board, said.isObject() ? said.path("postId") : said, context(said), active);
  }

  private static String context(JsonNode said) {
    return said.path("context").asString("").equals("comment") ? "comment" : "post";
  }

  private void hear(Viewer viewer, long board, JsonNode postId, String context, boolean active) {
    if (board < 0 || !viewer.looksAt(board)) {
      instruments.badInput(CuriaApp.NAME, "client", "typing-elsewhere");
      return;
    }
    String room = RoomNames.board(board);
    if (!active) {
      viewer.typing().stop(room, KIND);
      viewer.attendee().stoppedTyping(board);
      return;
    }
    String community = viewer.user().community();
    if (community != null && !records.has(community, Feature.TYPING)) {
      return;
    }
    Object post = post(postId);
    var members = new LinkedHashMap<String, @Nullable Object>();
    String name = viewer.attendee().userName();
    members.put("userName", name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    members.put("boardId", board);
    members.put("postId", post);
    String data = DeviceState.members(members) + "\n" + context;
    writers.put(viewer.socket().id(), viewer);
    if (viewer.typing().start(room, KIND, data)) {
      viewer.attendee().types(board, post, context);
      // It may have been evicted in between.
      if (!viewer.looksAt(board)) {
        viewer.typing().stop(room, KIND);
      }
    }
  }

  /// An id of the backend's, of whatever form; what cannot be one is left out.
  private static @Nullable Object post(JsonNode id) {
    if (id.isString() && id.stringValue().length() <= LONGEST_POST) {
      return id.stringValue();
    }
    long number = BoardId.of(id.isNumber() ? id : id.path("none"));
    return number == BoardId.RUBBISH ? null : number;
  }

  void gone(Viewer viewer) {
    viewer.typing().close();
    writers.remove(viewer.socket().id());
  }

  private void tell(RoomSignals batch) {
    for (RoomSignals.Change change : batch.changes()) {
      Signal signal = change.signal();
      if (!change.active()) {
        stopped(signal);
      }
      Json said = words(signal, change.active());
      if (said != null) {
        io.local()
            .to(signal.room())
            .except(RoomNames.user(signal.user()))
            .except(withoutTyping(RoomNames.boardOf(signal.room())))
            .emit("userTyping", said);
      }
    }
  }

  /// The rooms of those who look at an imported board in a community without typing.
  private String[] withoutTyping(long board) {
    try {
      return records
          .board(board)
          .map(known -> records.roomsWithout(Feature.TYPING, known.importedInto()))
          .orElseGet(() -> new String[0]);
    } catch (Records.Unknown _) {
      return new String[0];
    }
  }

  private void stopped(Signal signal) {
    Viewer writer = writers.get(signal.sender());
    if (writer != null) {
      writer.attendee().stoppedTyping(RoomNames.boardOf(signal.room()));
    }
  }

  private @Nullable Json words(Signal signal, boolean active) {
    String[] parts = signal.data().split("\n", -1);
    if (parts.length != 2 || !Set.of("comment", "post").contains(parts[1])) {
      return null;
    }
    String json =
        "{%s,%s,\"isTyping\":%b,\"context\":\"%s\",\"timestamp\":%d}"
            .formatted(
                DeviceState.members(Map.of("userId", signal.user())),
                parts[0],
                active,
                parts[1],
                clock.now().toEpochMilli());
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      JSON.<Boolean>read(
          bytes,
          parser -> {
            StrictJson.members(parser, (name, value) -> {});
            return true;
          });
      return Json.raw(bytes);
    } catch (BadJson _) {
      return null; // from another node, and of no use
    }
  }

  @Override
  public void close() {
    signals.close();
  }
}
