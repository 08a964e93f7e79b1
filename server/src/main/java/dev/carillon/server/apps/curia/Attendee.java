package dev.carillon.server.apps.curia;

import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.presence.Visit;
import dev.carillon.socketio.Socket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What others see of one connection: who it is, on what, at which board, and what it writes.
///
/// Guarded by itself; nothing waits. Two tabs with one `uid` are two of these, told apart by `socketId`.
final class Attendee {
  private static final String UNKNOWN_NAME = "Unknown";
  private static final String UNKNOWN_COMMUNITY = "unknown";

  private final Clock clock;
  private final String identity;
  private final String device;
  private final String name;
  private long seen;
  private final Set<Long> joined = new HashSet<>(2);
  private @Nullable Long boardId;
  private String board = "";
  private @Nullable Long typingBoard;
  private String typing = "";
  private @Nullable Visit visit;

  Attendee(Socket socket, User user, Clock clock) {
    this.clock = clock;
    this.seen = clock.now().toEpochMilli();
    Principal who = user.principal();
    this.name = who.name() == null || who.name().isEmpty() ? UNKNOWN_NAME : who.name();
    var identityMembers = new LinkedHashMap<String, @Nullable Object>();
    identityMembers.put("userId", user.id());
    identityMembers.put("userName", name);
    identityMembers.put("avatarUrl", who.text("picture"));
    identityMembers.put(
        "communityId", user.community() == null ? UNKNOWN_COMMUNITY : user.community());
    this.identity = DeviceState.members(identityMembers);
    var deviceMembers = new LinkedHashMap<String, @Nullable Object>();
    String frame = who.text("uid");
    deviceMembers.put(
        "frameUID", frame == null || frame.isEmpty() ? "fallback-" + socket.id() : frame);
    deviceMembers.put("deviceType", DeviceType.of(socket.handshake().headers().get("user-agent")));
    deviceMembers.put("connectedAt", clock.now().toString());
    deviceMembers.put("socketId", socket.id());
    deviceMembers.put("isActive", true);
    deviceMembers.put("communityShortId", who.text("communityShortId"));
    deviceMembers.put("pluginId", who.text("pluginId"));
    this.device = DeviceState.members(deviceMembers);
  }

  String userName() {
    return name;
  }

  /// Returns the board that it looks at, or [BoardId#NONE].
  synchronized long board() {
    return boardId == null ? BoardId.NONE : boardId;
  }

  synchronized DeviceState state() {
    Set<Long> boards = new HashSet<>(2);
    if (boardId != null) {
      boards.add(boardId);
    }
    if (typingBoard != null) {
      boards.add(typingBoard);
    }
    return new DeviceState(
        seen, Set.copyOf(boards), identity, device, board, typing, board(), Set.copyOf(joined));
  }

  /// Has others hear of it from now on.
  synchronized void entered(Visit stay) {
    visit = stay;
    tell();
  }

  /// It looks at a board now.
  synchronized void joined(Board at) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("currentBoardId", at.id());
    members.put("currentBoardName", at.name());
    joined.add(at.id());
    boardId = at.id();
    board = DeviceState.members(members);
    acted();
  }

  /// It looks at a board no longer.
  synchronized void left(long id) {
    joined.remove(id);
    if (typingBoard != null && typingBoard == id) {
      typingBoard = null;
      typing = "";
    }
    if (boardId != null && boardId == id) {
      boardId = null;
      board = "";
    }
    acted();
  }

  /// It writes something.
  synchronized void types(long id, @Nullable Object post, String context) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("isTyping", true);
    members.put("typingPostId", post);
    members.put("typingBoardId", id);
    members.put("typingContext", context);
    members.put("typingTimestamp", clock.now().toString());
    typingBoard = id;
    typing = DeviceState.members(members);
    acted();
  }

  /// It writes nothing any more.
  synchronized void stoppedTyping(long id) {
    if (typingBoard != null && typingBoard == id) {
      typingBoard = null;
      typing = "";
      acted();
    }
  }

  synchronized void lost() {
    if (visit != null) {
      visit.lost();
    }
  }

  private void acted() {
    seen = clock.now().toEpochMilli();
    tell();
  }

  private void tell() {
    if (visit != null) {
      visit.update(state().encoded());
    }
  }
}
