package dev.carillon.core;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The members that one lane has in one room. Confined to that lane, apart from [#room()].
///
/// Members stand in an array, in no particular order, and each knows its place in it, so that
/// joining and leaving take constant time however large the room is.
final class Membership {
  private final String room;
  private final Lane lane;
  private @Nullable Member[] members = new Member[2];

  /// For each member here, the index at which that member keeps this membership.
  private int[] indexes = new int[2];

  private int size;

  Membership(String room, Lane lane) {
    this.room = room;
    this.lane = lane;
  }

  String room() {
    return room;
  }

  Lane lane() {
    return lane;
  }

  int size() {
    return size;
  }

  Member at(int place) {
    return Objects.requireNonNull(members[place]);
  }

  void add(Member member) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size * 2);
      indexes = Arrays.copyOf(indexes, size * 2);
    }
    members[size] = member;
    indexes[size] = member.enter(this, size);
    size++;
  }

  /// Removes the member that keeps this membership at the given index of its own.
  void remove(Member member, int index) {
    int place = member.placeAt(index);
    int last = --size;
    if (place != last) {
      Member moved = at(last);
      members[place] = moved;
      indexes[place] = indexes[last];
      moved.setPlaceAt(indexes[place], place);
    }
    members[last] = null;
    member.exit(index);
    if (members.length > 8 && size < members.length / 4) {
      members = Arrays.copyOf(members, members.length / 2);
      indexes = Arrays.copyOf(indexes, indexes.length / 2);
    }
  }

  /// Hears that the member at `place` keeps this membership at another index now.
  void memberMoved(int place, int index) {
    indexes[place] = index;
  }
}
