package dev.carillon.access;

import dev.carillon.core.Clock;
import dev.carillon.core.Lane;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.Rooms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Members about whom it is being decided again where they may be.
///
/// A member is in doubt about some of its rooms from the moment its lane hears of a change until the lane
/// has done what was decided; so long it is held. There is one doubt per member, however many changes come:
/// one that comes while the rules are asked adds its rooms, or makes the answer untrue, and the rules are
/// asked again before anything is let through.
///
/// Members in doubt for the same reason are decided about together: a change of a board with 5,000 viewers
/// of ten kinds is ten questions and as many threads, not 5,000.
///
/// The doubts of a lane's members are confined to that lane; the rules are asked on virtual threads.
final class Doubts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final PermissionSettings settings;
  private final Function<@Nullable Principal, @Nullable Decision> over;
  private final AskedRules answers;
  private final Versions versions;
  private final EvictionListener evictions;
  private final Clock clock;
  private final List<Map<Member, Doubt>> byLane = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// What is in doubt about one member. Confined to its lane.
  private static final class Doubt {
    private final Rooms rooms;
    private final Member member;
    private final Set<String> names = new HashSet<>();

    /// When nobody waits for the rules any longer, by [Clock#millis()].
    private final long patientUntil;

    Doubt(Rooms rooms, Member member, long patientUntil) {
      this.rooms = rooms;
      this.member = member;
      this.patientUntil = patientUntil;
    }
  }

  /// A doubt as it stood when the rules were asked. Immutable.
  private record Case(Doubt doubt, @Nullable Principal principal, Set<String> names, long version) {
    @Nullable String user() {
      return principal == null ? null : principal.id();
    }
  }

  /// Those who are decided about together. Immutable.
  private record Group(Object subject, Set<String> names) {}

  private record Evicted(Member member, String room, Decision why) {}

  /// @param over says what is to be said of somebody without asking the rules; returns at once
  Doubts(
      List<Lane> lanes,
      PermissionSettings settings,
      Function<@Nullable Principal, @Nullable Decision> over,
      AskedRules answers,
      Versions versions,
      EvictionListener evictions,
      Clock clock) {
    this.settings = settings;
    this.over = over;
    this.answers = answers;
    this.versions = versions;
    this.evictions = evictions;
    this.clock = clock;
    lanes.forEach(lane -> byLane.add(new IdentityHashMap<>()));
  }

  // ---- what is in doubt; from any thread, without waiting ----

  void aboutRooms(Rooms rooms, Set<String> names) {
    raise(rooms, names, member -> true, names::contains);
  }

  void aboutUser(Rooms rooms, String user) {
    raise(rooms, Set.of(), member -> isOf(user, member), settings.guarded);
  }

  void aboutAll(Rooms rooms) {
    raise(rooms, Set.of(), member -> true, settings.guarded);
  }

  void aboutMember(Rooms rooms, Member one) {
    raise(rooms, Set.of(one.id()), member -> member.equals(one), settings.guarded);
  }

  private static boolean isOf(String user, Member member) {
    Principal principal = member.principal();
    return principal != null && principal.id().equals(user);
  }

  /// @param to whose members are met; none: everybody
  private void raise(
      Rooms rooms, Collection<String> to, Predicate<Member> who, Predicate<String> where) {
    // Per lane, and filled there: no lane sees another one's.
    List<List<Doubt>> raised = new ArrayList<>();
    byLane.forEach(lane -> raised.add(new ArrayList<>()));
    rooms.walk(
        to,
        Set.of(),
        member -> {
          if (who.test(member)) {
            raise(rooms, member, where, raised.get(member.lane().index()));
          }
        },
        lane -> settle(lane, raised.get(lane.index())));
  }

  private void raise(Rooms rooms, Member member, Predicate<String> where, List<Doubt> raised) {
    List<String> names = rooms.of(member).stream().filter(where).toList();
    if (names.isEmpty()) {
      return;
    }
    Map<Member, Doubt> here = byLane.get(member.lane().index());
    Doubt known = here.get(member);
    if (known == null && rooms.hold(member)) {
      known = new Doubt(rooms, member, clock.millis() + settings.patience.toMillis());
      here.put(member, known);
      raised.add(known);
    }
    if (known != null) {
      // One that is known is being decided about: the answer is looked at before it counts.
      known.names.addAll(names);
    }
  }

  // ---- deciding ----

  /// Has the rules asked about members. In their lane.
  private void settle(Lane lane, List<Doubt> raised) {
    var groups = new HashMap<Group, List<Case>>();
    for (Doubt doubt : raised) {
      Principal principal = doubt.member.principal();
      Set<String> names = Set.copyOf(doubt.names);
      String user = principal == null ? null : principal.id();
      var one = new Case(doubt, principal, names, versions.of(names, user));
      var group = new Group(settings.subject.apply(principal), names);
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(one);
    }
    groups
        .values()
        .forEach(
            cases -> Thread.ofVirtual().name("carillon-access").start(() -> decide(lane, cases)));
  }

  /// On a virtual thread.
  private void decide(Lane lane, List<Case> cases) {
    long patientUntil = cases.stream().mapToLong(one -> one.doubt.patientUntil).min().orElse(0);
    Case first = cases.getFirst();
    var decisions = new HashMap<String, Decision>();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      for (String name : first.names()) {
        decisions.put(name, answers.ask(first.principal(), name));
      }
      boolean undecided =
          decisions.values().stream()
              .anyMatch(each -> each.verdict() == Decision.Verdict.UNDECIDED);
      if (!undecided || clock.millis() >= patientUntil || isClosedAfter(pause)) {
        break;
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
    lane.execute(() -> apply(lane, cases, decisions));
  }

  private boolean isClosedAfter(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Does what was decided, for those about whom nothing changed meanwhile. In their lane.
  private void apply(Lane lane, List<Case> cases, Map<String, Decision> decisions) {
    var again = new ArrayList<Doubt>();
    var evicted = new ArrayList<Evicted>();
    for (Case one : cases) {
      Doubt doubt = one.doubt;
      boolean isTrue =
          doubt.names.equals(one.names)
              && versions.of(one.names, one.user()) == one.version
              && Objects.equals(doubt.member.principal(), one.principal);
      if (isTrue || closed.getCount() == 0) {
        Decision known = over.apply(one.principal);
        decisions.forEach(
            (name, decision) -> apply(doubt, name, known == null ? decision : known, evicted));
        byLane.get(lane.index()).remove(doubt.member);
        doubt.rooms.release(doubt.member);
      } else {
        again.add(doubt);
      }
    }
    if (!again.isEmpty()) {
      settle(lane, again);
    }
    if (!evicted.isEmpty()) {
      Thread.ofVirtual().name("carillon-access").start(() -> evicted.forEach(this::tell));
    }
  }

  private void apply(Doubt doubt, String name, Decision decision, List<Evicted> evicted) {
    boolean stays =
        switch (decision.verdict()) {
          case ALLOWED -> true;
          case DENIED -> false;
          case UNDECIDED -> settings.undecided == PermissionSettings.Undecided.KEEP;
        };
    if (!stays && doubt.rooms.leave(doubt.member, name)) {
      evicted.add(new Evicted(doubt.member, name, decision));
    }
  }

  private void tell(Evicted one) {
    try {
      evictions.evicted(one.member, one.room, one.why);
    } catch (RuntimeException e) {
      LOG.error("eviction listener failed", e);
    }
  }

  /// Ends all waiting: what is in doubt is decided by what is known so far.
  @Override
  public void close() {
    closed.countDown();
  }
}
