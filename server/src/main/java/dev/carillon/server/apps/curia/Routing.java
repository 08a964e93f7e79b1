package dev.carillon.server.apps.curia;

import dev.carillon.socketio.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who gets an event. Safe for any thread; blocks, as boards and communities may have to be asked for.
///
/// The backend names a room, and by `communityId` a community, which is meant as a whole; both together are one
/// set of rooms, in which each connection counts once. What the replaced server did with that had a leak: the
/// titles and comments of boards that only some may see went to the whole community, and to its partners. So in
/// strict mode the board decides:
///
/// - a **public** board: the community, the room named, those who look at the board, and partners, who get a
///   copy that says where it comes from;
/// - a **gated** board: those who look at it, who were checked when they joined, and those of its community who
///   hold a role for it. Partners never;
/// - a board of which **nothing is known**: the admins of the community named. Whoever may see nothing of it
///   may not see this either;
/// - **two** boards, which a payload can name that says another one than its room: whoever may see both.
///
/// What a community switched off ([Feature]) is not sent in it, nor to those who would get it from elsewhere.
/// Without strict mode boards do not count, apart from what is for admins or for one user.
final class Routing {
  private final Records records;
  private final Viewers viewers;
  private final boolean strict;

  Routing(Records records, Viewers viewers, boolean strict) {
    this.records = records;
    this.viewers = viewers;
    this.strict = strict;
  }

  /// Returns what goes to whom, in this order.
  List<Delivery> deliveries(ForumEvent event) {
    // Asked for once: where nobody answers, each time would take its time.
    List<Board> boards = asksBoards(event) ? boards(event) : null;
    Feature feature = Feature.of(event);
    if (feature == null) {
      return withAllFeatures(event, boards);
    }
    String source = source(event, boards);
    if (source != null && !records.has(source, feature)) {
      return List.of();
    }
    Set<String> without = without(event, feature, boards);
    return withAllFeatures(event, boards).stream().map(delivery -> delivery.but(without)).toList();
  }

  /// Whether it counts for an event what is known of the boards that it names.
  private boolean asksBoards(ForumEvent event) {
    if (!strict || event.boards().isEmpty()) {
      return false;
    }
    return switch (event.kind()) {
      case ADMINS, IMPORT -> false;
      case NEW_BOARD -> event.roles() == null;
      case PERSONAL, SETTINGS, ORDINARY -> true;
    };
  }

  /// Returns what somebody gets of an event without a connection; `null`: nothing.
  ///
  /// @param rooms those it would be in
  @Nullable Json copyFor(User user, Set<String> rooms, Routed routed) {
    ForumEvent event = routed.event();
    if (event.kind() == ForumEvent.Kind.PERSONAL) {
      return isFor(user, event) ? Json.raw(event.payload()) : null;
    }
    for (Delivery delivery : routed.deliveries(this)) {
      if (delivery.reaches(rooms)) {
        return delivery.payload();
      }
    }
    return null;
  }

  /// See [Records#version].
  long version() {
    return records.version();
  }

  private boolean isFor(User user, ForumEvent event) {
    if (!event.room().equals(RoomNames.user(user.id()))) {
      return false;
    }
    String community = event.community() == null ? user.community() : event.community();
    if (community != null && !records.has(community, Feature.NOTIFICATIONS)) {
      return false;
    }
    if (!strict || event.boards().isEmpty()) {
      return true;
    }
    List<Board> boards = boards(event);
    return boards != null && boards.stream().allMatch(board -> board.refusal(user) == null);
  }

  /// The community in which an event has happened, as far as anybody says.
  private static @Nullable String source(ForumEvent event, @Nullable List<Board> boards) {
    String named = named(event);
    return named == null && boards != null ? boards.getFirst().community() : named;
  }

  /// The rooms of those other communities that an event could reach and that do without its feature.
  private Set<String> without(ForumEvent event, Feature feature, @Nullable List<Board> boards) {
    var others = new HashSet<String>();
    if (event.kind() == ForumEvent.Kind.PERSONAL) {
      others.addAll(viewers.communitiesOf(RoomNames.userOf(event.room())));
    } else {
      if (boards != null) {
        boards.forEach(board -> others.addAll(board.importedInto()));
      }
      if (event.community() != null && event.isForPartners()) {
        others.addAll(records.community(event.community()).partners().keySet());
      }
    }
    return Set.of(records.roomsWithout(feature, others));
  }

  /// @param boards those that count, if all are known
  private List<Delivery> withAllFeatures(ForumEvent event, @Nullable List<Board> boards) {
    return switch (event.kind()) {
      case ADMINS -> plain(event, admins(event));
      case PERSONAL -> plain(event, personal(event, boards));
      case NEW_BOARD ->
          strict ? plain(event, newBoard(event, boards)) : open(event, event.community());
      case IMPORT -> open(event, event.community());
      case SETTINGS, ORDINARY ->
          asksBoards(event) ? ofBoards(event, boards) : open(event, event.community());
    };
  }

  private static List<Delivery> plain(ForumEvent event, Set<String> rooms) {
    return rooms.isEmpty()
        ? List.of()
        : List.of(new Delivery(rooms, Set.of(), Json.raw(event.payload())));
  }

  private static Set<String> admins(ForumEvent event) {
    if (RoomNames.isOfAdmins(event.room())) {
      return Set.of(event.room());
    }
    String named = named(event);
    return named == null ? Set.of() : Set.of(RoomNames.admins(named));
  }

  private static @Nullable String named(ForumEvent event) {
    return event.community() != null ? event.community() : RoomNames.communityOf(event.room());
  }

  /// What is about a board reaches its addressee only where that may see the board.
  private Set<String> personal(ForumEvent event, @Nullable List<Board> boards) {
    if (!asksBoards(event)) {
      return Set.of(event.room());
    }
    return boards == null
        ? Set.of()
        : Set.copyOf(viewers.connectionsOf(RoomNames.userOf(event.room()), boards));
  }

  private static Set<String> newBoard(ForumEvent event, @Nullable List<Board> boards) {
    String community = named(event);
    if (community == null) {
      return Set.of();
    }
    Set<String> roles = event.roles();
    if (roles == null) {
      if (boards == null) {
        return admins(event);
      }
      if (boards.stream().noneMatch(Board::isGated)) {
        return Set.of(RoomNames.community(community));
      }
      roles = commonRoles(boards);
    }
    return holders(community, roles);
  }

  private List<Delivery> ofBoards(ForumEvent event, @Nullable List<Board> boards) {
    if (boards == null) {
      return plain(event, admins(event));
    }
    List<Board> gated = boards.stream().filter(Board::isGated).toList();
    return gated.isEmpty() ? ofOpenBoards(event, boards) : plain(event, ofGated(event, gated));
  }

  private static List<Delivery> noCopies(List<Delivery> deliveries) {
    return deliveries.subList(0, Math.min(1, deliveries.size()));
  }

  private List<Delivery> ofOpenBoards(ForumEvent event, List<Board> boards) {
    Board first = boards.getFirst();
    String community = event.community();
    if (community == null && event.kind() == ForumEvent.Kind.SETTINGS) {
      community = first.community();
    } else if (community != null && !first.isOf(community)) {
      // Nobody of a community that does not show this board: the one it belongs to is meant.
      return noCopies(open(event, first.community()));
    }
    return open(event, community);
  }

  private static Set<String> ofGated(ForumEvent event, List<Board> gated) {
    var rooms = new HashSet<String>();
    Board first = gated.getFirst();
    if (gated.size() == 1) {
      rooms.add(RoomNames.board(first.id()));
    }
    boolean isMeantForAll = event.community() != null || event.kind() == ForumEvent.Kind.SETTINGS;
    String owner = first.community() != null ? first.community() : event.community();
    boolean isOneOwner =
        gated.stream().allMatch(b -> b.community() == null || b.community().equals(owner));
    if (isMeantForAll && owner != null && isOneOwner) {
      rooms.addAll(holders(owner, commonRoles(gated)));
    }
    return rooms;
  }

  /// The roles that let somebody see all of these boards.
  private static Set<String> commonRoles(List<Board> boards) {
    Set<String> common = null;
    for (Board board : boards) {
      if (!board.isGated()) {
        continue;
      }
      if (common == null) {
        common = new HashSet<>(board.roles());
      } else {
        common.retainAll(board.roles());
      }
    }
    return common == null ? Set.of() : common;
  }

  private static Set<String> holders(String community, Set<String> roles) {
    var rooms = new HashSet<String>();
    rooms.add(RoomNames.admins(community));
    roles.forEach(role -> rooms.add(RoomNames.role(community, role)));
    return rooms;
  }

  /// To whoever is meant, and to partners.
  private List<Delivery> open(ForumEvent event, @Nullable String community) {
    var rooms = new HashSet<String>();
    rooms.add(event.room());
    event.boards().stream()
        .filter(id -> id >= 0 && event.kind() != ForumEvent.Kind.IMPORT)
        .forEach(id -> rooms.add(RoomNames.board(id)));
    if (community != null) {
      rooms.add(RoomNames.community(community));
    }
    var all = new ArrayList<>(plain(event, rooms));
    if (community != null && event.isForPartners() && event.isObject()) {
      Community source = records.community(community);
      var partners = new HashSet<String>();
      source
          .partners()
          .forEach((id, partner) -> {
            if (partner.events() && records.has(id, Feature.NOTIFICATIONS)) {
              partners.add(RoomNames.community(id));
            }
          });
      partners.removeAll(rooms);
      if (!partners.isEmpty()) {
        all.add(new Delivery(partners, rooms, PartnerCopy.of(event, source)));
      }
    }
    return all;
  }

  /// Returns the boards that an event names, or `null` if one of them is not known.
  private @Nullable List<Board> boards(ForumEvent event) {
    var boards = new ArrayList<Board>();
    try {
      for (long id : event.boards()) {
        Board board = id < 0 ? null : records.board(id).orElse(null);
        if (board == null) {
          return null;
        }
        boards.add(board);
      }
    } catch (Records.Unknown _) {
      return null;
    }
    return boards;
  }
}
