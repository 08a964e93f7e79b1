package dev.carillon.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Whom a broadcast is meant for: rooms and single members, less those excluded.
///
/// Filled by one thread, then only read by the lanes concerned.
final class Audience {
  // Nearly always one room and nothing else: the lists of none and one are the smallest there are.
  private List<Room> rooms = List.of();
  private List<Member> members = List.of();
  private List<Room> exceptRooms = List.of();
  private List<Member> exceptMembers = List.of();
  private long lanes;

  void include(Room room) {
    rooms = plus(rooms, room);
    lanes |= room.lanes();
  }

  void include(Member member) {
    members = plus(members, member);
    lanes |= 1L << member.lane().index();
  }

  void exclude(Room room) {
    exceptRooms = plus(exceptRooms, room);
  }

  void exclude(Member member) {
    exceptMembers = plus(exceptMembers, member);
  }

  private static <T> List<T> plus(List<T> some, T one) {
    if (some.isEmpty()) {
      return List.of(one);
    }
    List<T> more = some.size() == 1 ? new ArrayList<>(some) : some;
    more.add(one);
    return more;
  }

  /// Returns the lanes in which somebody may be meant, one bit each.
  long lanes() {
    return lanes;
  }

  /// Calls an action for everyone meant in one lane, once each. In that lane.
  void forEach(Lane lane, Consumer<Member> action) {
    boolean single =
        rooms.size() + members.size() == 1 && exceptRooms.isEmpty() && exceptMembers.isEmpty();
    // A walk over one room meets nobody twice, and needs no marks.
    int mark = single ? 0 : lane.beginVisit();
    for (Room room : exceptRooms) {
      walk(room, lane, mark, member -> {});
    }
    for (Member member : exceptMembers) {
      if (member.lane() == lane) {
        member.visit = mark;
      }
    }
    for (Room room : rooms) {
      walk(room, lane, mark, action);
    }
    for (Member member : members) {
      if (member.lane() == lane && (single || member.visit != mark)) {
        member.visit = mark;
        action.accept(member);
      }
    }
  }

  private static void walk(Room room, Lane lane, int mark, Consumer<Member> action) {
    Membership here = room.in(lane);
    if (here == null) {
      return;
    }
    // Backwards: an action may take the member at hand out of the room, and another takes its
    // place.
    for (int place = here.size() - 1; place >= 0; place--) {
      if (place >= here.size()) {
        continue;
      }
      Member member = here.at(place);
      if (mark == 0 || member.visit != mark) {
        member.visit = mark;
        action.accept(member);
      }
    }
  }
}
