package dev.carillon.server.apps.curia;

import dev.carillon.core.Alarm;
import dev.carillon.core.Clock;
import dev.carillon.core.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Votes that wait: of a burst for one post only the latest count is worth sending.
///
/// The first vote for a post opens a window; at its end the last one goes out, and before it the last one by
/// somebody else, as a client passes over its own user's and would not learn the count otherwise. What says more
/// of a post, a comment for instance, does not overtake the votes for it.
///
/// Confined to the thread of [Intake]; the window is kept by a lane, which hands the end of it to that thread.
final class VoteBatches {
  private static final Set<String> VOTES =
      Set.of("voteUpdate", "post:voteAdded", "post:voteRemoved", "post:voteChanged");

  /// What may wait, in bytes of payload; past that all of it goes out at once.
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final int OVERHEAD = 512;

  private final long windowMillis;
  private final Clock clock;
  private final Consumer<ForumEvent> out;
  private final Alarm end;

  /// The oldest first.
  private final Map<Target, Burst> open = new LinkedHashMap<>();

  /// Of what has come since nothing waited.
  private int bytes;

  /// What a burst is for. Votes that may go to others are apart.
  private record Target(String post, String room, @Nullable String community, Set<Long> boards) {}

  private static final class Burst {
    private final long endsAt;
    private ForumEvent last;
    private @Nullable ForumEvent lastByOther;

    Burst(ForumEvent first, long endsAt) {
      this.last = first;
      this.endsAt = endsAt;
    }

    void add(ForumEvent event) {
      if (!Objects.equals(event.voter(), last.voter())) {
        lastByOther = last;
      }
      last = event;
    }

    List<ForumEvent> events() {
      return lastByOther == null ? List.of(last) : List.of(lastByOther, last);
    }
  }

  /// @param window how long votes wait; zero: not at all
  /// @param worker runs a task on the thread of the intake
  /// @param out sends an event
  VoteBatches(Duration window, Lane lane, Consumer<Runnable> worker, Consumer<ForumEvent> out) {
    this.windowMillis = window.toMillis();
    this.clock = lane.clock();
    this.out = out;
    this.end = new Alarm(lane, () -> worker.accept(this::sendDue));
  }

  /// Takes a vote that can wait.
  ///
  /// @return false if it is to go out now, after what waits for the same post
  boolean take(ForumEvent event) {
    String post = event.post();
    if (post == null || windowMillis == 0 || !VOTES.contains(event.name())) {
      sendBefore(event);
      return false;
    }
    var target = new Target(post, event.room(), event.community(), event.boards());
    Burst burst = open.get(target);
    if (burst != null) {
      burst.add(event);
    } else {
      if (open.isEmpty()) {
        end.set(Duration.ofMillis(windowMillis));
      }
      open.put(target, new Burst(event, clock.millis() + windowMillis));
    }
    bytes += event.payload().length + OVERHEAD;
    if (bytes > MOST_BYTES) {
      send((any, votes) -> true);
    }
    return true;
  }

  /// Sends what waits for the post of an event; for every post, if access changes or it names none.
  private void sendBefore(ForumEvent event) {
    if (open.isEmpty()) {
      return;
    }
    String post = event.post();
    if (event.changesAccess() || (post == null && isOfSomePost(event.name()))) {
      send((any, votes) -> true);
    } else if (post != null) {
      send((target, votes) -> target.post.equals(post));
    }
  }

  private static boolean isOfSomePost(String name) {
    return Set.of("newComment", "post:newComment", "postDeleted").contains(name);
  }

  private void send(BiPredicate<Target, Burst> choice) {
    var due = new ArrayList<ForumEvent>();
    Iterator<Map.Entry<Target, Burst>> all = open.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Target, Burst> each = all.next();
      if (choice.test(each.getKey(), each.getValue())) {
        all.remove();
        due.addAll(each.getValue().events());
      }
    }
    if (open.isEmpty()) {
      bytes = 0;
    }
    due.forEach(out);
  }

  private void sendDue() {
    long now = clock.millis();
    send((target, burst) -> burst.endsAt <= now);
    if (!open.isEmpty()) {
      end.set(Duration.ofMillis(open.values().iterator().next().endsAt - now));
    }
  }
}
