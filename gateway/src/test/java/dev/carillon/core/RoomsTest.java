package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
  private final FakeClock clock = new FakeClock();
  private final List<HandLane> hands =
      List.of(new HandLane(0, clock), new HandLane(1, clock), new HandLane(2, clock));
  private final List<Lane> lanes = hands.stream().map(hand -> hand.lane).toList();
  private final Rooms rooms = new Rooms("test", lanes, Instruments.NONE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsDoneRoomsAgreeWithAPlainMapOfSets(long seed) {
    var random = new Random(seed);
    Map<String, Set<String>> model = new HashMap<>();
    var inside = new HashMap<String, Listener>();
    int made = 0;
    for (int step = 0; step < 6_000; step++) {
      Listener any = inside.isEmpty() ? null : pick(random, List.copyOf(inside.values()));
      String room = "room-" + random.nextInt(8);
      int what = random.nextInt(100);
      if (any == null || (what < 8 && inside.size() < 30)) {
        var fresh = new Listener("m" + made++, lanes.get(random.nextInt(3)));
        rooms.add(fresh);
        inside.put(fresh.id(), fresh);
      } else if (what < 45) {
        boolean isNew = model.computeIfAbsent(room, r -> new HashSet<>()).add(any.id());
        assertThat(rooms.join(any, room)).isEqualTo(isNew);
      } else if (what < 70) {
        assertThat(rooms.leave(any, room))
            .isEqualTo(model.getOrDefault(room, new HashSet<>()).remove(any.id()));
      } else if (what < 75) {
        rooms.remove(any);
        rooms.remove(any);
        inside.remove(any.id());
        model.values().forEach(members -> members.remove(any.id()));
      } else {
        List<String> to = names(random, inside.keySet());
        List<String> except = random.nextBoolean() ? List.of() : names(random, inside.keySet());
        assertThat(heardBy(to, except)).isEqualTo(expected(to, except, inside.keySet(), model));
      }
      for (Listener member : inside.values()) {
        var in = new TreeSet<String>();
        model.forEach((name, members) -> {
          if (members.contains(member.id())) {
            in.add(name);
          }
        });
        assertThat(member.rooms()).containsExactlyInAnyOrderElementsOf(in);
      }
    }
    assertThat(rooms.size())
        .isEqualTo((int) model.values().stream().filter(members -> !members.isEmpty()).count());
  }

  private static Set<String> expected(
      List<String> to, List<String> except, Set<String> inside, Map<String, Set<String>> model) {
    var meant = new TreeSet<String>();
    for (String id : inside) {
      boolean wanted = to.isEmpty() || to.stream().anyMatch(name -> isIn(id, name, model));
      if (wanted && except.stream().noneMatch(name -> isIn(id, name, model))) {
        meant.add(id);
      }
    }
    return meant;
  }

  private static boolean isIn(String id, String room, Map<String, Set<String>> model) {
    return id.equals(room) || model.getOrDefault(room, Set.of()).contains(id);
  }

  private List<String> names(Random random, Set<String> ids) {
    var names = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      names.add(
          random.nextInt(4) == 0 && !ids.isEmpty()
              ? pick(random, List.copyOf(ids))
              : "room-" + random.nextInt(8));
    }
    return names;
  }

  /// Broadcasts and returns who heard it; fails if anybody heard it twice.
  private Set<String> heardBy(List<String> to, List<String> except) {
    var message = new TestMessage("x");
    rooms.broadcast(message, to, except);
    turn();
    var heard = new TreeSet<String>();
    for (Member member : rooms.members().values()) {
      int times = ((Listener) member).take(message);
      assertThat(times).as("%s", member.id()).isLessThan(2);
      if (times == 1) {
        heard.add(member.id());
      }
    }
    return heard;
  }

  @Test
  void whatIsBroadcastAfterAJoinThatIsOnItsWayReachesTheMember() {
    Listener a = member("a", 0);
    rooms.joinSoon(a, "news");
    rooms.broadcast(new TestMessage("1"), List.of("news"), List.of());
    rooms.broadcast(new TestMessage("2"), List.of(), List.of("news"));
    turn();
    assertThat(a.heard)
        .extracting(TestMessage.class::cast)
        .extracting(m -> m.text)
        .containsExactly("1");
    assertThat(rooms.size()).isOne();
    rooms.leave(a, "news");
    assertThat(rooms.size()).isZero();
  }

  @Test
  void aJoinThatComesTooLateLeavesNothingBehind() {
    Listener a = member("a", 0);
    rooms.joinSoon(a, "news");
    rooms.remove(a);
    turn();
    assertThat(rooms.size()).isZero();
    assertThat(a.rooms()).isEmpty();
  }

  @Test
  void aRoomStaysOpenWhileAJoinIsOnItsWayThoughItsLastMemberLeaves() {
    Listener a = member("a", 0);
    Listener b = member("b", 0);
    rooms.join(a, "news");
    rooms.joinSoon(b, "news");
    rooms.leave(a, "news");
    rooms.broadcast(new TestMessage("1"), List.of("news"), List.of());
    turn();
    assertThat(a.heard).isEmpty();
    assertThat(b.heard).hasSize(1);
  }

  @Test
  void aMemberThatGoesWhileItIsServedTakesNobodysTurn() {
    for (int i = 0; i < 5; i++) {
      Listener member = member("m" + i, 0);
      rooms.join(member, "news");
      member.leavesOnDelivery = true;
    }
    var all = List.copyOf(rooms.members().values());
    rooms.broadcast(new TestMessage("1"), List.of("news"), List.of());
    turn();
    assertThat(all).allSatisfy(member -> assertThat(((Listener) member).heard).hasSize(1));
    assertThat(rooms.size()).isZero();
  }

  @Test
  void aLaneTellsUpToWhereItHasDelivered() {
    Listener a = member("a", 0);
    member("b", 1);
    rooms.broadcast(new TestMessage("1", 1), List.of("a"), List.of());
    turn();
    rooms.broadcast(new TestMessage("2", 2), List.of("b"), List.of());
    assertThat(rooms.deliveredUpTo(2, lanes.get(0))).as("nothing on its way").isEqualTo(2);
    rooms.send(new TestMessage("3", 3), a);
    rooms.broadcast(new TestMessage("4", 4), List.of(), List.of());
    assertThat(rooms.deliveredUpTo(4, lanes.get(0))).isEqualTo(1);
    turn();
    assertThat(rooms.deliveredUpTo(4, lanes.get(0))).isEqualTo(4);
    assertThat(a.heard).hasSize(3);
  }

  @Test
  void anActionIsCalledForEachMemberMeantAndThenOncePerLane() {
    member("a", 0);
    member("b", 1);
    member("c", 1);
    var calls = new ArrayList<String>();
    int concerned =
        rooms.forEach(List.of(), List.of("c"), m -> calls.add(m.id()), () -> calls.add("done"));
    turn();
    assertThat(concerned).isEqualTo(2);
    assertThat(calls).containsExactly("a", "done", "b", "done");
  }

  private Listener member(String id, int lane) {
    var member = new Listener(id, lanes.get(lane));
    rooms.add(member);
    return member;
  }

  private void turn() {
    hands.forEach(HandLane::turn);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private final class Listener extends Member {
    final List<Message> heard = new ArrayList<>();
    boolean leavesOnDelivery;

    Listener(String id, Lane lane) {
      super(id, lane);
    }

    List<String> rooms() {
      return roomNames();
    }

    int take(Message message) {
      int times = 0;
      for (Message each : heard) {
        times += each.equals(message) ? 1 : 0;
      }
      heard.clear();
      return times;
    }

    @Override
    protected void expel(CloseReason reason) {
      throw new AssertionError(reason);
    }

    @Override
    protected int deliver(Message message) {
      heard.add(message);
      if (leavesOnDelivery) {
        RoomsTest.this.rooms.remove(this);
      }
      return 1;
    }
  }
}
