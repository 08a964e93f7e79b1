package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Register;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which users and rooms this node holds, and what of it the register in the store knows.
///
/// A node holds a user who has a device in some room here, and a room that has a device of somebody
/// here, until the grace is over. What it holds and what is *recorded* differ until a step is done;
/// only the difference is written, so who came and went while the store was away is nothing.
///
/// The register may turn out to hold something else than what was written ([#reconcile]). Other nodes
/// took this one for dead and let everything go: then everything is held anew, with notes, as users
/// that nobody held are online. Or the store lost it: then everything is held anew quietly, as it had
/// been told; and what was to be let go in that moment is held quietly first and then let go, as
/// *offline* is still owed.
///
/// Guarded by itself; nothing waits.
final class Holdings {
  private static final String USER = "u:";
  private static final String ROOM = "r:";

  /// A user or a room on this node.
  private static final class Held {
    private int devices;
    private boolean wanted;
    private boolean recorded;

    /// To be taken hold of without a note.
    private boolean quiet;

    /// When the grace ends, if it runs.
    private long until = Long.MAX_VALUE;
  }

  private record Lingering(String thing, long until) {}

  private final Clock clock;
  private final long graceMillis;
  private final Map<String, Held> byThing = new LinkedHashMap<>();
  private final ArrayDeque<Lingering> lingering = new ArrayDeque<>();
  private final Set<String> unrecorded = new LinkedHashSet<>();
  private long recorded;

  Holdings(Clock clock, long graceMillis) {
    this.clock = clock;
    this.graceMillis = graceMillis;
  }

  synchronized void entered(String room, String user) {
    came(USER + user);
    came(ROOM + room);
  }

  private void came(String thing) {
    Held held = byThing.computeIfAbsent(thing, name -> new Held());
    held.devices++;
    held.until = Long.MAX_VALUE;
    want(thing, held, true);
  }

  /// The user first, so that it is offline before the room is empty.
  synchronized void gone(String room, String user, Farewell how) {
    went(USER + user, how);
    went(ROOM + room, how);
  }

  private void went(String thing, Farewell how) {
    Held held = byThing.get(thing);
    if (held == null || held.devices == 0) {
      return;
    }
    held.devices--;
    if (held.devices == 0 && how == Farewell.LOST) {
      linger(thing, held);
    } else if (held.devices == 0) {
      want(thing, held, false);
    }
  }

  private void linger(String thing, Held held) {
    held.until = clock.millis() + graceMillis;
    lingering.add(new Lingering(thing, held.until));
  }

  private void want(String thing, Held held, boolean wanted) {
    if (held.wanted != wanted) {
      held.wanted = wanted;
      unrecorded.add(thing);
    }
  }

  /// Returns when there is something to take: a time that is past for now, [Long#MAX_VALUE] for not
  /// before something happens.
  synchronized long nextChange() {
    if (!unrecorded.isEmpty()) {
      return Long.MIN_VALUE;
    }
    return lingering.isEmpty() ? Long.MAX_VALUE : lingering.peek().until;
  }

  /// Takes steps that bring the register up to date, in the order in which things happened.
  ///
  /// @param most how many things at most
  synchronized List<Register.Step> take(int most) {
    while (!lingering.isEmpty() && lingering.peek().until <= clock.millis()) {
      Lingering over = lingering.remove();
      Held held = byThing.get(over.thing);
      if (held != null && held.until == over.until) {
        held.until = Long.MAX_VALUE;
        want(over.thing, held, false);
      }
    }
    var steps = new ArrayList<Register.Step>();
    var rest = unrecorded.iterator();
    for (int taken = 0; taken < most && rest.hasNext(); taken++) {
      String thing = rest.next();
      rest.remove();
      Held held = byThing.get(thing);
      if (held != null && !add(steps, thing, held) && !held.wanted) {
        byThing.remove(thing);
      }
    }
    return steps;
  }

  /// @return whether there is anything to be done
  private boolean add(List<Register.Step> steps, String thing, Held held) {
    boolean hold = held.quiet || (held.wanted && !held.recorded);
    boolean release = !held.wanted && (held.quiet || held.recorded);
    if (hold) {
      steps.add(new Register.Step(thing, true, held.quiet ? null : note(thing, true)));
    }
    if (release) {
      steps.add(new Register.Step(thing, false, note(thing, false)));
    }
    return hold || release;
  }

  /// Notes that steps were done.
  synchronized void done(List<Register.Step> steps) {
    for (Register.Step step : steps) {
      Held held = byThing.get(step.thing());
      if (held != null) {
        record(held, step.held());
        held.quiet = false;
        if (!held.recorded && !held.wanted) {
          byThing.remove(step.thing());
        }
      }
    }
  }

  /// Notes that steps may or may not have been done: they are taken again.
  synchronized void undone(List<Register.Step> steps) {
    steps.forEach(step -> unrecorded.add(step.thing()));
  }

  /// Returns how many things the register has of this node, as far as is known here.
  synchronized long recorded() {
    return recorded;
  }

  private void record(Held held, boolean there) {
    if (held.recorded != there) {
      held.recorded = there;
      recorded += there ? 1 : -1;
    }
  }

  /// Compares with what the register has of this node, and takes that for recorded. What is there and
  /// not known here is left from an earlier life under the same name, and has the grace.
  ///
  /// @param lost whether the store lost what it held, and nobody let it go
  synchronized void reconcile(Set<String> actual, boolean lost) {
    byThing.forEach((thing, held) -> {
      boolean there = actual.contains(thing);
      held.quiet |= lost && held.recorded && !there;
      record(held, there);
      if (held.quiet || held.recorded != held.wanted) {
        unrecorded.add(thing);
      }
    });
    for (String thing : actual) {
      if (!byThing.containsKey(thing)) {
        var held = new Held();
        byThing.put(thing, held);
        record(held, true);
        held.wanted = true;
        linger(thing, held);
      }
    }
  }

  private @Nullable String note(String thing, boolean held) {
    return note(thing, held, clock);
  }

  /// Returns the note for a thing that became held, or is held no more.
  static @Nullable String note(String thing, boolean held, Clock clock) {
    String subject = thing.substring(USER.length());
    if (thing.startsWith(USER)) {
      return ReportCodec.note(
          held ? Report.Kind.ONLINE : Report.Kind.OFFLINE, subject, clock.now());
    }
    return held ? null : ReportCodec.note(Report.Kind.EMPTY, subject, clock.now());
  }

  /// Returns things with users before rooms, so that a user is offline before a room is empty.
  static List<String> usersFirst(Set<String> things) {
    return things.stream().sorted(Comparator.reverseOrder()).toList();
  }
}
