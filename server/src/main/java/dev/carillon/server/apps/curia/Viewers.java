package dev.carillon.server.apps.curia;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Who looks at which board on this node, and who no longer may.
///
/// **The promise.** Whoever lost access to a board is out of its room before the next message of that board is
/// delivered to it.
///
/// **How it is kept.** All events of the backend, the news that a board has changed among them, are worked off
/// by one thread in the order of the broker ([Intake]). For such news this thread forgets what was known, asks
/// anew, and has those leave who may not stay; the lanes get these tasks before they get the next message, as
/// they come from one thread.
///
/// **The race with those who come in.** Joining asks whether it may, and joins a moment later; a change in
/// between would be missed. So a join takes four steps: it announces itself, notes the number of changes so
/// far, asks, and joins only if that number is still the same, in one step with regard to the viewer. A change
/// forgets, counts, asks, and then goes through those announced. If the join saw the number from before the
/// change, it either finds another one in the last step and asks again, or it had joined before the change came
/// to it, and is found there. If it saw the number from after, what it asked was forgotten before.
///
/// Safe for any thread; what asks blocks.
final class Viewers {
  private final Records records;
  private final int maxBoards;
  private final AtomicLong changes = new AtomicLong();

  /// Those who are in a room or on their way into it; as many as there are connections times boards.
  private final Map<Long, Set<Viewer>> byBoard = new ConcurrentHashMap<>();

  private final Map<String, Set<Viewer>> byUser = new ConcurrentHashMap<>();

  Viewers(Records records, int maxBoards) {
    this.records = records;
    this.maxBoards = maxBoards;
  }

  void add(Viewer viewer) {
    put(byUser, viewer.user().id(), viewer);
  }

  void remove(Viewer viewer) {
    take(byUser, viewer.user().id(), viewer);
    viewer.boards().forEach(board -> take(byBoard, board, viewer));
  }

  private static <K> void put(Map<K, Set<Viewer>> map, K key, Viewer viewer) {
    map.compute(
        key,
        (same, known) -> {
          Set<Viewer> viewers = known == null ? ConcurrentHashMap.newKeySet(1) : known;
          viewers.add(viewer);
          return viewers;
        });
  }

  private static <K> void take(Map<K, Set<Viewer>> map, K key, Viewer viewer) {
    map.computeIfPresent(
        key,
        (same, viewers) -> {
          viewers.remove(viewer);
          return viewers.isEmpty() ? null : viewers;
        });
  }

  // ---- in and out ----

  /// What became of a wish to look at a board.
  ///
  /// @param refusal why not; `null`: it looks at it now
  /// @param board the board, if there is one
  record Answer(@Nullable Refusal refusal, @Nullable Board board) {}

  /// Lets a connection look at a board, if it may.
  Answer join(Viewer viewer, long id) {
    put(byBoard, id, viewer);
    while (true) {
      long seen = changes.get();
      Answer answer = ask(viewer.user(), id);
      synchronized (viewer) {
        if (changes.get() != seen) {
          continue;
        }
        if (answer.refusal != null) {
          viewer.leave(id);
        } else if (!viewer.enter(id, maxBoards)) {
          answer = new Answer(Refusal.FAILED, null);
        }
        if (!viewer.looksAt(id) || !viewer.socket().connected()) {
          take(byBoard, id, viewer);
        }
        return answer;
      }
    }
  }

  private Answer ask(User user, long id) {
    try {
      Board board = records.board(id).orElse(null);
      return board == null
          ? new Answer(Refusal.UNKNOWN_BOARD, null)
          : new Answer(board.refusal(user), board);
    } catch (Records.Unknown _) {
      return new Answer(Refusal.FAILED, null);
    }
  }

  /// Has a connection look at a board no longer.
  void leave(Viewer viewer, long id) {
    synchronized (viewer) {
      viewer.leave(id);
      take(byBoard, id, viewer);
    }
  }

  // ---- changes ----

  /// A board is another one now: evicts those who may no longer see it.
  void boardChanged(long id) {
    records.forgetBoard(id);
    changes.incrementAndGet();
    decideAgain(id);
  }

  /// Anything may have changed: decides anew about everybody.
  void allChanged() {
    records.forgetAll();
    changes.incrementAndGet();
    byBoard.keySet().forEach(records::prepareBoard);
    byBoard.keySet().forEach(this::decideAgain);
  }

  /// Somebody has other roles now.
  void userChanged(Viewer viewer) {
    viewer.boards().forEach(id -> decideAgain(viewer, id));
  }

  private void decideAgain(long id) {
    byBoard.getOrDefault(id, Set.of()).forEach(viewer -> decideAgain(viewer, id));
  }

  private void decideAgain(Viewer viewer, long id) {
    if (ask(viewer.user(), id).refusal == null) {
      return;
    }
    boolean evicted;
    synchronized (viewer) {
      // One that is on its way in finds that something has changed, and asks again.
      evicted = viewer.leave(id);
      if (evicted) {
        take(byBoard, id, viewer);
      }
    }
    if (evicted) {
      viewer.tell("boardAccessRevoked", "boardId", id, "reason", "permissions");
    }
  }

  /// Returns the connections of a user who may see all of some boards.
  List<String> connectionsOf(String user, List<Board> boards) {
    return byUser.getOrDefault(user, Set.of()).stream()
        .filter(viewer -> boards.stream().allMatch(one -> one.refusal(viewer.user()) == null))
        .map(viewer -> viewer.socket().id())
        .toList();
  }
}
