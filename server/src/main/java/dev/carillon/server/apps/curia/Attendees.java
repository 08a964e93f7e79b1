package dev.carillon.server.apps.curia;

import dev.carillon.core.Instruments;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.presence.Change;
import dev.carillon.presence.Device;
import dev.carillon.presence.Presence;
import dev.carillon.presence.PresenceSettings;
import dev.carillon.presence.PresentUser;
import dev.carillon.presence.RoomChanges;
import dev.carillon.presence.Roster;
import dev.carillon.presence.TooManyDevicesException;
import dev.carillon.socketio.Broadcast;
import dev.carillon.socketio.Json;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells the members of each community, and of its partners, who is there.
///
/// **Order.** A newcomer is told who is there, itself included, and only then joins the rooms in which changes
/// are told, both on the one thread that tells changes; so it misses none and hears none twice. That thread
/// is the same for all communities, hence a partner's list is as consistent as one's own.
///
/// **Size.** One change is told as what it is. Several of one moment are told in one message, a
/// `globalPresenceSync` that adds users or replaces them; so a storm of joins costs messages in proportion to the
/// users and not to their square. All newcomers of one moment who may see the same boards get the same bytes.
///
/// **What is not told.** At which board somebody is, is told to those who may see that board, and never to
/// partners. Someone without a community is told to nobody.
///
/// Safe for any thread; what is told is confined to the thread of the presence.
final class Attendees implements AutoCloseable {
  private static final int MOST_STATE = 32 * 1024;
  private static final int MOST_KEPT = 8;

  private final Presence presence;
  private final Backends backends;
  private final @Nullable UserKeys keys;
  private final Records records;
  private final SocketIo io;
  private final Instruments instruments;

  /// What newcomers were told last. Confined to the thread of the presence.
  private final Map<Object, Json> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Json> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /// The communities in which somebody was told less for want of presence.
  private final Set<String> silenced = ConcurrentHashMap.newKeySet();

  private record Told(List<String> rosters, Set<Long> visible) {}

  /// @param isHere whether a connection is on this node, by its id
  Attendees(
      CuriaSettings settings,
      Services services,
      Records records,
      SocketIo io,
      Predicate<String> isHere) {
    this.records = records;
    this.io = io;
    this.instruments = services.instruments();
    this.presence =
        Presence.open(
            CuriaApp.NAME,
            services,
            PresenceSettings.defaults()
                .with(to -> {
                  to.grace = settings.grace;
                  to.window = settings.presenceWindow;
                  to.maxState = MOST_STATE;
                }));
    presence.onChange(this::tell);
    this.keys = settings.userKeys ? new UserKeys(services, isHere) : null;
    if (keys != null) {
      presence.onChange(keys::changed);
    }
    this.backends = new Backends(settings, presence, services);
  }

  CompletionStage<Void> ready() {
    return presence.ready();
  }

  // ---- newcomers ----

  /// Tells others of a connection, and it of others.
  void enter(Viewer viewer) {
    User user = viewer.user();
    Attendee attendee = viewer.attendee();
    String community = user.community();
    if (community != null) {
      try {
        attendee.entered(
            presence.enter(community, user.id(), viewer.socket().id(), attendee.state().encoded()));
        presence.tell(community, roster -> welcome(viewer, roster));
        return;
      } catch (TooManyDevicesException | IllegalArgumentException _) {
        instruments.badInput(CuriaApp.NAME, "client", "presence-refused");
      }
    }
    String alone = json(user.id(), List.of(attendee.state()), any -> true);
    viewer.socket().emit("userOnline", online(alone, community == null ? "unknown" : community));
    viewer.socket().emit("globalPresenceSync", raw("[" + alone + "]"));
  }

  private void welcome(Viewer viewer, Roster roster) {
    Socket socket = viewer.socket();
    User user = viewer.user();
    List<Roster> partners = isSilent(roster.room()) ? List.of() : partnersOf(roster.room());
    Predicate<Long> visible = board -> records.maySee(user, board);
    own(roster, user)
        .forEach(own -> socket.emit("userOnline", online(json(own, visible), roster.room())));
    socket.emit(
        "globalPresenceSync",
        isSilent(roster.room())
            ? array(own(roster, user).map(own -> json(own, visible)).toList())
            : everybody(roster, partners, visible));
    Admission.rooms(user).forEach(room -> socket.join(RoomNames.presence(room)));
  }

  private static Stream<PresentUser> own(Roster roster, User user) {
    return roster.users().stream().filter(present -> present.id().equals(user.id()));
  }

  /// Returns who is in the communities that let this one see it.
  private List<Roster> partnersOf(String community) {
    return records.community(community).partners().keySet().stream()
        .filter(id -> mayBeSeen(id, community))
        .sorted()
        .map(presence::roster)
        .toList();
  }

  private boolean mayBeSeen(String community, String by) {
    Community.Partner entry = records.community(community).partners().get(by);
    return entry != null && entry.presence() && records.has(community, Feature.PRESENCE);
  }

  private Json everybody(Roster own, List<Roster> partners, Predicate<Long> visible) {
    Set<Long> boards =
        own.users().stream()
            .flatMap(user -> states(user).stream())
            .flatMap(state -> state.boards().stream())
            .filter(visible)
            .collect(Collectors.toSet());
    var versions = new ArrayList<String>();
    versions.add(own.room() + ' ' + own.version());
    partners.forEach(roster -> versions.add(roster.room() + ' ' + roster.version()));
    return kept.computeIfAbsent(
        new Told(List.copyOf(versions), boards),
        told -> {
          var all = new ArrayList<String>();
          own.users().forEach(user -> all.add(json(user, boards::contains)));
          partners.forEach(
              roster -> roster.users().forEach(user -> all.add(json(user, board -> false))));
          return array(all);
        });
  }

  private @Nullable Board board(long id) {
    try {
      return records.board(id).orElse(null);
    } catch (Records.Unknown _) {
      return null;
    }
  }

  // ---- changes ----

  private void tell(RoomChanges batch) {
    String community = batch.room();
    List<Change> present = new ArrayList<>();
    for (Change change : batch.changes()) {
      if (change.kind() == Change.Kind.LEFT) {
        Map<String, String> gone = Map.of("userId", change.user().id());
        everywhere(community).emit("userOffline", gone);
      } else {
        present.add(change);
      }
    }
    if (!isSilent(community)) {
      tellPresent(community, present);
    }
  }

  /// Whether those of a community are told of nobody but themselves, for it does without presence. Who leaves
  /// is told all the same, as it may have been told before that it is there.
  private boolean isSilent(String community) {
    boolean silent = !records.has(community, Feature.PRESENCE);
    if (silent) {
      silenced.add(community);
    }
    return silent;
  }

  /// Communities may have switched presence: those that were without are told who is there. Any thread.
  void communitiesChanged() {
    for (String community : silenced) {
      presence.tell(
          community,
          roster -> {
            if (!isSilent(community) && silenced.remove(community)) {
              List<Change> present =
                  roster.users().stream().map(user -> new Change(Change.Kind.STATE, user)).toList();
              tellPresent(community, present);
            }
          });
    }
  }

  private void tellPresent(String community, List<Change> present) {
    if (present.isEmpty()) {
      return;
    }
    // By the gated boards that they are at; most are at none.
    var groups = new HashMap<Set<Long>, List<Change>>();
    for (Change change : present) {
      groups.computeIfAbsent(gated(change.user()), none -> new ArrayList<>()).add(change);
    }
    String all = RoomNames.presence(RoomNames.community(community));
    groups.forEach((boards, changes) -> {
      Predicate<Long> isOpen = board -> !boards.contains(board);
      if (boards.isEmpty()) {
        send(io.local().to(all), community, changes, isOpen);
      } else {
        String[] insiders = insiders(community, boards);
        send(io.local().to(all).except(insiders), community, changes, isOpen);
        send(io.local().to(insiders), community, changes, board -> true);
      }
    });
    tellPartners(community, present);
  }

  private Set<Long> gated(PresentUser user) {
    var gated = new HashSet<Long>();
    for (DeviceState state : states(user)) {
      for (long id : state.boards()) {
        Board board = board(id);
        if (board == null || board.isGated()) {
          gated.add(id);
        }
      }
    }
    return gated;
  }

  /// The rooms of those in a community who may see all of some gated boards.
  private String[] insiders(String community, Set<Long> boards) {
    Set<String> roles = null;
    for (long id : boards) {
      Board board = board(id);
      Set<String> needed = board == null || !board.isOf(community) ? Set.of() : board.roles();
      if (roles == null) {
        roles = new HashSet<>(needed);
      } else {
        roles.retainAll(needed);
      }
    }
    var rooms = new HashSet<String>();
    rooms.add(RoomNames.presence(RoomNames.admins(community)));
    if (roles != null) {
      roles.forEach(role -> rooms.add(RoomNames.presence(RoomNames.role(community, role))));
    }
    return rooms.toArray(String[]::new);
  }

  private static void send(
      Broadcast to, String community, List<Change> changes, Predicate<Long> visible) {
    if (changes.size() == 1) {
      Change change = changes.getFirst();
      to.emit(nameOf(change), online(json(change.user(), visible), community));
    } else {
      List<String> users = changes.stream().map(each -> json(each.user(), visible)).toList();
      to.emit("globalPresenceSync", array(users));
    }
  }

  private static String nameOf(Change change) {
    return change.kind() == Change.Kind.JOINED ? "userOnline" : "userPresenceUpdate";
  }

  private void tellPartners(String community, List<Change> changes) {
    String[] rooms = partnerRooms(community);
    if (rooms.length == 0) {
      return;
    }
    Broadcast to = io.local().to(rooms);
    if (changes.size() > 1) {
      send(to, community, changes, board -> false);
      return;
    }
    Change change = changes.getFirst();
    Community source = records.community(community);
    String shortId = source.shortId();
    Json plain = online(json(change.user(), board -> false), community);
    to.emit(
        nameOf(change),
        PartnerCopy.of(
            plain.bytes(), source, shortId == null ? null : StrictJson.of(shortId), null));
  }

  private String[] partnerRooms(String community) {
    return records.community(community).partners().entrySet().stream()
        .filter(partner -> partner.getValue().presence())
        .filter(partner -> records.has(partner.getKey(), Feature.PRESENCE))
        .map(partner -> RoomNames.presence(RoomNames.community(partner.getKey())))
        .toArray(String[]::new);
  }

  private Broadcast everywhere(String community) {
    return io.local()
        .to(RoomNames.presence(RoomNames.community(community)))
        .to(partnerRooms(community));
  }

  // ---- words ----

  private static List<DeviceState> states(PresentUser user) {
    var states = new ArrayList<DeviceState>();
    for (Device device : user.devices()) {
      try {
        states.add(DeviceState.decode(device.state()));
      } catch (BadJson _) {
        // What another node says of its device is of no use: the others of the user are.
      }
    }
    return states;
  }

  private static String json(PresentUser user, Predicate<Long> visible) {
    return json(user.id(), states(user), visible);
  }

  private static String json(String user, List<DeviceState> devices, Predicate<Long> visible) {
    DeviceState primary =
        devices.stream().max(Comparator.comparingLong(DeviceState::seen)).orElse(null);
    if (primary == null) {
      return "{" + DeviceState.members(Map.of("userId", user)) + ",\"devices\":[]}";
    }
    String all = devices.stream().map(one -> one.json(visible)).collect(Collectors.joining(","));
    return "{%s,\"devices\":[%s],\"totalDevices\":%d,\"isOnline\":true,\"primaryDevice\":%s,\"lastSeen\":\"%s\"}"
        .formatted(
            primary.identity(), all, devices.size(), primary.json(visible), primary.lastSeen());
  }

  private static Json online(String user, String community) {
    String id = DeviceState.members(Map.of("communityId", community));
    return raw("{\"userPresence\":" + user + "," + id + "}");
  }

  private static Json array(List<String> values) {
    return raw("[" + String.join(",", values) + "]");
  }

  private static Json raw(String json) {
    return Json.raw(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (keys != null) {
      keys.close();
    }
    backends.close();
    presence.close();
  }
}
