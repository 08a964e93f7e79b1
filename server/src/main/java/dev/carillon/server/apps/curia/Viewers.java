package dev.carillon.server.apps.curia;

import dev.carillon.access.Decision;
import dev.carillon.access.PermissionSettings;
import dev.carillon.access.Permissions;
import dev.carillon.access.Revocations;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who looks at which board on this node, and who no longer may.
///
/// **The promise.** Whoever lost access to a board is out of its room before the next message of that board is
/// delivered to it, on every node.
///
/// **How it is kept.** By [Permissions], whose rule here is the record of the board. Each node hears the news
/// that a board has changed from the broker by itself, and works it off in the order of all events ([Intake]):
/// what was known is forgotten, the viewers are held, and what comes behind it waits with them until the record
/// was read again.
///
/// **Two lists.** Who is in a room is known to the room; a viewer notes its boards as well, as that is asked
/// from any thread. It notes a board before it enters the room, so whoever is put out is found noted; one that
/// is put out while it comes in finds that afterwards.
///
/// Safe for any thread; what asks blocks.
final class Viewers implements AutoCloseable {
  private final Records records;
  private final int maxBoards;
  private final Permissions permissions;
  private final Map<String, Viewer> bySocket = new ConcurrentHashMap<>();
  private final Map<String, Set<Viewer>> byUser = new ConcurrentHashMap<>();

  Viewers(Services services, Records records, Revocations revocations, int maxBoards) {
    this.records = records;
    this.maxBoards = maxBoards;
    this.permissions =
        new Permissions(
            CuriaApp.NAME,
            services,
            this::decide,
            PermissionSettings.defaults()
                .with(to -> {
                  to.guarded = room -> RoomNames.boardOf(room) != BoardId.NONE;
                  to.cacheFor = Duration.ZERO; // records are kept already
                }),
            revocations,
            this::evicted);
  }

  /// Decides who may be in which room.
  RoomGuard guard() {
    return permissions;
  }

  /// Completes once changes of other nodes are heard here.
  CompletionStage<Void> confirmed() {
    return permissions.confirmed();
  }

  private Decision decide(@Nullable Principal who, String room) throws Records.Unknown {
    if (who == null) {
      return Decision.deny("nobody knows who it is");
    }
    Board board = records.board(RoomNames.boardOf(room)).orElse(null);
    return board == null
        ? Decision.deny(Refusal.UNKNOWN_BOARD.text())
        : board.decision(User.of(who));
  }

  void add(Viewer viewer) {
    bySocket.put(viewer.socket().id(), viewer);
    byUser.compute(
        viewer.user().id(),
        (same, known) -> {
          Set<Viewer> viewers = known == null ? ConcurrentHashMap.newKeySet(1) : known;
          viewers.add(viewer);
          return viewers;
        });
  }

  /// Returns whether a connection is on this node.
  boolean isHere(String socket) {
    return bySocket.containsKey(socket);
  }

  void remove(Viewer viewer) {
    bySocket.remove(viewer.socket().id());
    byUser.computeIfPresent(
        viewer.user().id(),
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
  record Answer(@Nullable Refusal refusal, @Nullable Board board) {
    private static final Answer FAILED = new Answer(Refusal.FAILED, null);
  }

  /// Lets a connection look at a board, if it may.
  Answer join(Viewer viewer, long id) {
    Answer answer = ask(viewer.user(), id);
    if (answer.refusal != null) {
      viewer.leave(id);
      return answer;
    }
    if (!viewer.note(id, maxBoards)) {
      return Answer.FAILED;
    }
    if (viewer.socket().enter(RoomNames.board(id))) {
      return answer;
    }
    // It has changed in between.
    viewer.leave(id);
    Answer now = ask(viewer.user(), id);
    return now.refusal == null ? Answer.FAILED : now;
  }

  private Answer ask(User user, long id) {
    try {
      Board board = records.board(id).orElse(null);
      return board == null
          ? new Answer(Refusal.UNKNOWN_BOARD, null)
          : new Answer(board.refusal(user), board);
    } catch (Records.Unknown _) {
      return Answer.FAILED;
    }
  }

  // ---- changes ----

  /// A board is another one now: evicts those who may no longer see it, before the next message.
  void boardChanged(long id) {
    records.forgetBoard(id);
    permissions.changedHere(RoomNames.board(id));
  }

  /// Anything may have changed: decides anew about everybody.
  void allChanged() {
    records.forgetAll();
    permissions.allChangedHere();
  }

  /// Somebody has other roles now.
  void userChanged(Viewer viewer) {
    permissions.identityChanged(viewer.socket());
  }

  private void evicted(Member member, String room, Decision why) {
    Viewer viewer = bySocket.get(member.id());
    long board = RoomNames.boardOf(room);
    if (viewer != null && viewer.leave(board)) {
      viewer.tell("boardAccessRevoked", "boardId", board, "reason", "permissions");
    }
  }

  /// Returns the communities that a user is connected in.
  Set<String> communitiesOf(String user) {
    return byUser.getOrDefault(user, Set.of()).stream()
        .map(viewer -> viewer.user().community())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /// Returns the connections of a user who may see all of some boards.
  List<String> connectionsOf(String user, List<Board> boards) {
    return byUser.getOrDefault(user, Set.of()).stream()
        .filter(viewer -> boards.stream().allMatch(one -> one.refusal(viewer.user()) == null))
        .map(viewer -> viewer.socket().id())
        .toList();
  }

  @Override
  public void close() {
    permissions.close();
  }
}
