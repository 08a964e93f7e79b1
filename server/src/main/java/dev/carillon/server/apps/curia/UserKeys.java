package dev.carillon.server.apps.curia;

import dev.carillon.core.Alarm;
import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.presence.Change;
import dev.carillon.presence.Device;
import dev.carillon.presence.PresentUser;
import dev.carillon.presence.RoomChanges;
import dev.carillon.server.support.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the store who is online and at which boards, for backends that read it there:
///
/// | Key | What | Expires |
/// |---|---|---|
/// | `user_session:{user}` | `{"socketId","communityId","lastSeen"}` of the connection last used | 5 min |
/// | `user_boards:{user}` | the boards joined, as a JSON array | 10 min |
/// | `user_current_board:{user}` | the board looked at | 30 min |
/// | `board_users:{board}` | a set: who has joined | 30 min after anybody was there |
///
/// **Who writes.** What is written follows from the presence, which all nodes know. The node with the connection
/// last used writes, and refreshes all once a minute. It also takes the keys away when the user goes offline; the
/// first of the nodes does as well, for the case that the other has died. Each write is of the state of that
/// moment and can be done again; so a change that comes twice, or finds a later one written, does no harm, and
/// what is missed is mended by the next refresh.
///
/// **When the store is away** what is to be written waits, one entry per user.
///
/// A user who is connected in two communities at once has keys for the one that changed last.
///
/// Safe for any thread.
final class UserKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UserKeys.class);
  private static final Duration SESSION = Duration.ofMinutes(5);
  private static final Duration BOARDS = Duration.ofMinutes(10);
  private static final Duration CURRENT = Duration.ofMinutes(30);
  private static final Duration REFRESH = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final StrictJson JSON = new StrictJson(256 * 1024, 2);

  private final Services services;
  private final Store store;
  private final Predicate<String> isHere;
  private final LogLimit failures;
  private final StopSignal stop = new StopSignal();
  private final Alarm refresh;

  /// Those whom this node writes, as they are. Changed by the one thread that writes.
  private final Map<Who, PresentUser> own = new ConcurrentHashMap<>();

  /// What is to be written, in the order in which it came; empty: is to be taken away. Guarded by itself.
  private final Map<Who, Optional<PresentUser>> waiting = new LinkedHashMap<>();

  private record Who(String community, String user) {}

  /// @param isHere whether a connection is on this node, by its id
  UserKeys(Services services, Predicate<String> isHere) {
    this.services = services;
    this.store = services.store();
    this.isHere = isHere;
    Clock clock = services.clock();
    this.failures = new LogLimit(clock, CuriaApp.NAME);
    this.refresh = new Alarm(services.lanes().getFirst(), this::refreshAll);
    Thread.ofVirtual().name("curia-keys").start(this::work);
    refresh.set(REFRESH);
  }

  /// Takes what has changed in a community. Does not wait.
  void changed(RoomChanges batch) {
    for (Change change : batch.changes()) {
      boolean left = change.kind() == Change.Kind.LEFT;
      add(
          new Who(batch.room(), change.user().id()),
          left ? Optional.empty() : Optional.of(change.user()));
    }
  }

  private void refreshAll() {
    own.forEach((who, user) -> add(who, Optional.of(user)));
    refresh.set(REFRESH);
  }

  private void add(Who who, Optional<PresentUser> what) {
    synchronized (waiting) {
      waiting.put(who, what);
      waiting.notifyAll();
    }
  }

  // ---- writing ----

  private void work() {
    while (!stop.stopped()) {
      Map.Entry<Who, Optional<PresentUser>> next = next();
      if (next == null) {
        return;
      }
      Who who = next.getKey();
      try {
        PresentUser user = next.getValue().orElse(null);
        if (user == null) {
          left(who);
        } else {
          present(who, user);
        }
      } catch (StoreException e) {
        if (stop.stopped()) {
          return;
        }
        synchronized (waiting) {
          waiting.putIfAbsent(who, next.getValue());
        }
        failures.warn(
            LOG, "keys of users wait for the store", "reason", String.valueOf(e.getMessage()));
        stop.pause(AGAIN);
      } catch (RuntimeException e) {
        LOG.error("keys of a user not written", e);
      }
    }
  }

  private Map.@Nullable Entry<Who, Optional<PresentUser>> next() {
    synchronized (waiting) {
      try {
        while (waiting.isEmpty()) {
          if (stop.stopped()) {
            return null;
          }
          waiting.wait();
        }
      } catch (InterruptedException _) {
        return null;
      }
      Who who = waiting.keySet().iterator().next();
      return Map.entry(who, waiting.remove(who));
    }
  }

  private void present(Who who, PresentUser user) {
    Standing standing = Standing.of(user);
    if (isHere.test(standing.device)) {
      own.put(who, user);
      write(who, standing);
    } else {
      own.remove(who);
    }
  }

  private void left(Who who) {
    if (own.containsKey(who) || isFirstNode()) {
      forget(who.user);
      own.remove(who);
    }
  }

  private boolean isFirstNode() {
    Nodes nodes = services.nodes();
    return nodes.present().stream()
        .min(Comparator.naturalOrder())
        .equals(Optional.of(nodes.self()));
  }

  private void write(Who who, Standing standing) {
    var session = new LinkedHashMap<String, Object>();
    session.put("socketId", standing.device);
    session.put("communityId", who.community);
    session.put("lastSeen", standing.state.lastSeen().toString());
    store.put("user_session:" + who.user, text(session), SESSION);
    Set<Long> before = boards(who.user);
    for (long board : before) {
      if (!standing.boards.contains(board)) {
        store.removeMembers("board_users:" + board, List.of(who.user));
      }
    }
    for (long board : standing.boards) {
      store.addMembers("board_users:" + board, List.of(who.user), CURRENT);
    }
    if (!standing.boards.isEmpty()) {
      store.put("user_boards:" + who.user, text(List.copyOf(standing.boards)), BOARDS);
    } else if (!before.isEmpty()) {
      store.remove("user_boards:" + who.user);
    }
    if (standing.state.current() != BoardId.NONE) {
      store.put("user_current_board:" + who.user, Long.toString(standing.state.current()), CURRENT);
    } else {
      store.remove("user_current_board:" + who.user);
    }
  }

  private void forget(String user) {
    for (long board : boards(user)) {
      store.removeMembers("board_users:" + board, List.of(user));
    }
    store.remove("user_boards:" + user);
    store.remove("user_current_board:" + user);
    store.remove("user_session:" + user);
  }

  /// The boards that are written of a user; none if that cannot be read.
  private Set<Long> boards(String user) {
    String written = store.get("user_boards:" + user);
    var boards = new HashSet<Long>();
    if (written != null) {
      try {
        JSON.<Boolean>read(
            written.getBytes(StandardCharsets.UTF_8),
            array -> {
              StrictJson.elements(array, (none, id) -> boards.add(BoardId.of(id)));
              return true;
            });
      } catch (BadJson _) {
        // Somebody else wrote it; it is written anew.
      }
    }
    return boards;
  }

  private static String text(Object json) {
    return new String(StrictJson.of(json), StandardCharsets.UTF_8);
  }

  /// How a user stands, over all its devices.
  ///
  /// @param device the connection last used
  /// @param state its state
  /// @param boards what any of them has joined
  private record Standing(String device, DeviceState state, SortedSet<Long> boards) {
    private static final DeviceState NOTHING =
        new DeviceState(0, Set.of(), "", "", "", "", BoardId.NONE, Set.of());

    static Standing of(PresentUser user) {
      var boards = new TreeSet<Long>();
      Device last = user.devices().getFirst();
      DeviceState lastState = NOTHING;
      for (Device device : user.devices()) {
        DeviceState state;
        try {
          state = DeviceState.decode(device.state());
        } catch (BadJson _) {
          continue; // of another node, and of no use
        }
        boards.addAll(state.joined());
        if (state.seen() > lastState.seen()) {
          last = device;
          lastState = state;
        }
      }
      return new Standing(last.id(), lastState, boards);
    }
  }

  @Override
  public void close() {
    stop.stop();
    refresh.cancel();
    synchronized (waiting) {
      waiting.notifyAll();
    }
  }
}
