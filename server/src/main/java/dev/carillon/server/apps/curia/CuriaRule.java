package dev.carillon.server.apps.curia;

import dev.carillon.access.Decision;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Principal;
import dev.carillon.core.Store;
import dev.carillon.server.apps.AccessQuestion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says who may be in which room of the forum, and by which rule, from what is written down at this moment.
final class CuriaRule {
  private CuriaRule() {}

  /// Returns what decides; blocks.
  static Decision decide(CuriaSettings settings, Store store, AccessQuestion question) {
    User user = user(question);
    String room = question.room();
    long board = RoomNames.boardOf(room);
    if (board >= 0) {
      return ofBoard(settings, store, user, board);
    }
    if (board == BoardId.RUBBISH) {
      return Decision.deny(Refusal.INVALID_BOARD.text());
    }
    return Admission.rooms(user).contains(room)
        ? Decision.allow("joined at the entrance, by the token")
        : Decision.deny("not among the rooms that the token gives, and nobody joins it by asking");
  }

  private static Decision ofBoard(CuriaSettings settings, Store store, User user, long id) {
    try (var records =
        new Records(
            Lookup.of(settings, store),
            "store",
            settings.features,
            Duration.ZERO,
            Clock.system(),
            Instruments.NONE)) {
      return records
          .board(id)
          .map(board -> board.decision(user))
          .orElseGet(() -> Decision.deny(Refusal.UNKNOWN_BOARD.text()));
    } catch (Records.Unknown _) {
      return Decision.deny("the record of the board cannot be had, or not be read");
    }
  }

  private static User user(AccessQuestion question) {
    Map<String, Object> claims = new LinkedHashMap<>();
    if (question.community() != null) {
      claims.put("cid", question.community());
    }
    claims.put("adm", question.admin());
    return User.of(new Principal(question.user(), null, question.roles(), claims, null));
  }
}
