package dev.carillon.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is in which room on this node, and the way of a message to them.
///
/// Joining and leaving happen in the member's lane. [#broadcast] may be called from any thread: it
/// finds the lanes that hold somebody who is meant and gives each of them one task, in which the
/// lane walks its own members without a lock. Two broadcasts made one after the other, by one thread
/// or under one lock, reach every member in that order.
///
/// A member's own id works like a room that holds only that member, at no cost in memory.
public final class Rooms {
  /// More lanes than this have no place in a room's set of lanes.
  public static final int MAX_LANES = Long.SIZE;

  private final String endpoint;
  private final List<Lane> lanes;
  private final Instruments instruments;
  private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Member> members = new ConcurrentHashMap<>();
  private final Room everyone;

  /// By lane, the number of the latest message handed to it. Guarded by the lock that orders numbered
  /// messages.
  private final long[] handed;

  /// By lane, the number of the latest message it has delivered. Each confined to its lane.
  private final long[] done;

  /// @param endpoint the name under which deliveries are counted
  public Rooms(String endpoint, List<Lane> lanes, Instruments instruments) {
    if (lanes.size() > MAX_LANES) {
      throw new IllegalArgumentException("at most " + MAX_LANES + " lanes, not " + lanes.size());
    }
    this.endpoint = endpoint;
    this.lanes = List.copyOf(lanes);
    this.instruments = instruments;
    this.everyone = new Room("", lanes.size());
    this.handed = new long[lanes.size()];
    this.done = new long[lanes.size()];
  }

  /// Returns the number of rooms with members, not counting members' own ids. From any thread.
  public int size() {
    return rooms.size();
  }

  /// Returns whether a room has members, or some are about to join it. From any thread.
  public boolean has(String name) {
    return rooms.containsKey(name);
  }

  /// Returns all members by their ids: a live view, readable from any thread.
  public Map<String, Member> members() {
    return java.util.Collections.unmodifiableMap(members);
  }

  /// Lets a member in: from now on broadcasts to all and to its id reach it. In its lane.
  public void add(Member member) {
    members.put(member.id(), member);
    Membership here = everyone.in(member.lane());
    (here == null ? everyone.open(member.lane()) : here).add(member);
  }

  /// Takes a member out of all rooms. In its lane. Does nothing for one that is not in.
  public void remove(Member member) {
    if (members.remove(member.id(), member)) {
      member.dropHeld();
      Membership membership;
      while ((membership = member.anyMembership()) != null) {
        leave(member, membership);
      }
    }
  }

  /// Puts a member into a room, if it is not there yet. In its lane.
  ///
  /// @return whether it was not there yet
  public boolean join(Member member, String name) {
    Lane lane = member.lane();
    Room room = rooms.get(name);
    Membership here = room == null ? null : room.in(lane);
    if (here != null) {
      if (member.indexOf(here) >= 0) {
        return false;
      }
      here.add(member);
      return true;
    }
    // Opening to the first member of a lane and dropping the room with the last member exclude each
    // other through the map's lock on the key.
    rooms.compute(
        name,
        (key, known) -> {
          Room open = known == null ? new Room(key, lanes.size()) : known;
          open.open(lane).add(member);
          return open;
        });
    return true;
  }

  /// Puts a member into a room by a task in its lane, unless it has left by then. From any thread.
  ///
  /// What the same thread broadcasts to the room afterwards reaches the member: the room counts its
  /// lane at once, and there the broadcast comes behind the task.
  public void joinSoon(Member member, String name) {
    Lane lane = member.lane();
    expect(name, lane);
    lane.execute(() -> {
      if (isMember(member)) {
        join(member, name);
      }
      arrived(name, lane);
    });
  }

  /// Puts all members that a broadcast would be meant for into rooms, each by a task in its lane. What
  /// the same thread broadcasts to the rooms afterwards reaches them. From any thread.
  public void joinSoon(Collection<String> to, Collection<String> except, Collection<String> names) {
    Audience audience = audience(to, except);
    for (long left = audience.lanes(); left != 0; left &= left - 1) {
      Lane lane = lanes.get(Long.numberOfTrailingZeros(left));
      names.forEach(name -> expect(name, lane));
      lane.execute(() -> {
        audience.forEach(lane, member -> names.forEach(name -> join(member, name)));
        names.forEach(name -> arrived(name, lane));
      });
    }
  }

  /// Opens a room to members that are about to join in a lane.
  private void expect(String name, Lane lane) {
    rooms.compute(
        name,
        (key, known) -> {
          Room room = known == null ? new Room(key, lanes.size()) : known;
          room.expect(lane);
          return room;
        });
  }

  /// Notes that those who were expected have joined, or have not after all. In the lane.
  private void arrived(String name, Lane lane) {
    rooms.computeIfPresent(name, (key, room) -> room.arrived(lane) ? null : room);
  }

  private boolean isMember(Member member) {
    return member.equals(members.get(member.id()));
  }

  /// Takes a member out of a room, if it is there. In its lane.
  ///
  /// @return whether it was there
  public boolean leave(Member member, String name) {
    Room room = rooms.get(name);
    Membership here = room == null ? null : room.in(member.lane());
    if (here == null || member.indexOf(here) < 0) {
      return false;
    }
    leave(member, here);
    return true;
  }

  private void leave(Member member, Membership membership) {
    Lane lane = member.lane();
    membership.remove(member, member.indexOf(membership));
    if (membership.size() > 0) {
      return;
    }
    if (membership == everyone.in(lane)) {
      everyone.close(lane);
    } else {
      rooms.computeIfPresent(membership.room(), (key, room) -> room.close(lane) ? null : room);
    }
  }

  /// Holds up the calling thread as [Lane#awaitCapacity()] does, for all lanes.
  public void awaitCapacity() {
    lanes.forEach(Lane::awaitCapacity);
  }

  /// Delivers a message to all members of the rooms named, to each once; to all members when no room
  /// is named. Whoever is in a room named by `except`, or has such an id, does not get it.
  ///
  /// From any thread; never waits. Messages with a number are broadcast and sent under one lock, in
  /// the order of their numbers; whoever holds it called [#awaitCapacity()] before.
  public void broadcast(Message message, Collection<String> to, Collection<String> except) {
    Audience audience = audience(to, except);
    for (long left = audience.lanes(); left != 0; left &= left - 1) {
      Lane lane = lanes.get(Long.numberOfTrailingZeros(left));
      handOut(message, to, lane, deliver -> audience.forEach(lane, deliver));
    }
  }

  /// Delivers a message to one member alone, as [#broadcast] does.
  public void send(Message message, Member member) {
    handOut(
        message,
        Set.of(member.id()),
        member.lane(),
        deliver -> {
          if (isMember(member)) {
            deliver.accept(member);
          }
        });
  }

  private void handOut(
      Message message, Collection<String> to, Lane lane, Consumer<Consumer<Member>> audience) {
    int index = lane.index();
    long number = message.number();
    if (number != Message.UNNUMBERED) {
      handed[index] = number;
    }
    lane.execute(() -> {
      var count = new DeliveryCount();
      audience.accept(member -> count.add(member.take(message, to)));
      report(message, count, lane);
      if (number != Message.UNNUMBERED) {
        done[index] = number;
      }
    });
  }

  private void report(Message message, DeliveryCount count, Lane lane) {
    if (count.connections > 0) {
      instruments.delivered(endpoint, count.connections, count.bytes);
      lane.delivered(message);
    }
  }

  // ---- who may be where ----

  /// Holds a member: what is sent to it from here on waits, in order, until as many calls of [#release].
  /// For while it is being decided again where it may be. In its lane.
  ///
  /// A member for which more waits than 1,024 messages or 1 MiB is ended as a slow consumer. Does nothing
  /// for one that is not in.
  ///
  /// @return whether it is held now
  public boolean hold(Member member) {
    if (!isMember(member)) {
      return false;
    }
    member.hold();
    return true;
  }

  /// Lets a held member have what waited for it and is still for it: what was sent only to rooms that it
  /// has left meanwhile is dropped. In its lane. Does nothing for one that has gone.
  public void release(Member member) {
    HeldMessages held = member.release();
    if (held == null) {
      return;
    }
    for (Message message = held.next(name -> reaches(name, member));
        message != null;
        message = held.next(name -> reaches(name, member))) {
      var count = new DeliveryCount();
      count.add(member.deliver(message));
      report(message, count, member.lane());
    }
  }

  private boolean reaches(String name, Member member) {
    return name.equals(member.id()) || isIn(member, name);
  }

  /// Returns whether a member is in a room. In its lane.
  public boolean isIn(Member member, String name) {
    Room room = rooms.get(name);
    Membership here = room == null ? null : room.in(member.lane());
    return here != null && member.indexOf(here) >= 0;
  }

  /// Asks a guard whether a member may be in a room, and puts it there. Blocks.
  ///
  /// What changes while it is being decided is noticed: the room is announced first, then the answer is
  /// looked at once more in the member's lane, so a change is seen there or finds the member in the room.
  ///
  /// @return false if it may not, or has gone
  public boolean enter(Member member, String name, RoomGuard guard) {
    while (true) {
      RoomGuard.Pass pass = guard.ask(member.principal(), Set.of(name));
      if (!pass.rooms().contains(name)) {
        return false;
      }
      var settled = new CompletableFuture<Boolean>();
      Lane lane = member.lane();
      expect(name, lane);
      lane.execute(() -> {
        boolean present = isMember(member);
        boolean joins = present && pass.holds();
        if (joins) {
          join(member, name);
        }
        arrived(name, lane);
        settled.complete(joins || !present);
      });
      if (settled.join()) {
        return members.containsKey(member.id());
      }
    }
  }

  /// Runs something in a lane in which a member of that lane may join rooms. The rooms are announced before, so
  /// that whoever walks them from here on asks this lane too, and comes behind it. In the lane.
  public void announced(Lane lane, Collection<String> names, Runnable joining) {
    names.forEach(name -> expect(name, lane));
    try {
      joining.run();
    } finally {
      names.forEach(name -> arrived(name, lane));
    }
  }

  /// Returns the names of the rooms that a member is in, without its own id. In its lane.
  public List<String> of(Member member) {
    return member.roomNames();
  }

  /// Ends the connection of a member. In its lane; see [Member#expel].
  public void expel(Member member, CloseReason reason) {
    member.expel(reason);
  }

  /// Returns the number up to which a lane has delivered all that it is to deliver: `head`, or less
  /// while messages are on their way to it. In that lane, under the lock that orders messages.
  ///
  /// @param head the number of the latest message of all
  public long deliveredUpTo(long head, Lane lane) {
    int index = lane.index();
    return done[index] == handed[index] ? head : done[index];
  }

  /// Calls an action for every member meant, as [#broadcast] would deliver to them, each in its
  /// lane. From any thread.
  ///
  /// @param done called once in each lane concerned after its members; `null` for nothing
  /// @return the number of lanes concerned
  public int forEach(
      Collection<String> to,
      Collection<String> except,
      Consumer<Member> action,
      @Nullable Runnable done) {
    return walk(
        to,
        except,
        action,
        lane -> {
          if (done != null) {
            done.run();
          }
        });
  }

  /// The same, where what is done after a lane's members has to do with that lane.
  public int walk(
      Collection<String> to,
      Collection<String> except,
      Consumer<Member> action,
      Consumer<Lane> done) {
    Audience audience = audience(to, except);
    for (long left = audience.lanes(); left != 0; left &= left - 1) {
      Lane lane = lanes.get(Long.numberOfTrailingZeros(left));
      lane.execute(() -> {
        audience.forEach(lane, action);
        done.accept(lane);
      });
    }
    return Long.bitCount(audience.lanes());
  }

  private Audience audience(Collection<String> to, Collection<String> except) {
    var audience = new Audience();
    if (to.isEmpty()) {
      audience.include(everyone);
    }
    for (String name : to) {
      Room room = rooms.get(name);
      if (room != null) {
        audience.include(room);
      }
      Member member = members.get(name);
      if (member != null) {
        audience.include(member);
      }
    }
    for (String name : except) {
      Room room = rooms.get(name);
      if (room != null) {
        audience.exclude(room);
      }
      Member member = members.get(name);
      if (member != null) {
        audience.exclude(member);
      }
    }
    return audience;
  }

  /// What one message came to in one lane.
  private static final class DeliveryCount {
    private int connections;
    private long bytes;

    void add(int length) {
      if (length > 0) {
        connections++;
        bytes += length;
      }
    }
  }
}
