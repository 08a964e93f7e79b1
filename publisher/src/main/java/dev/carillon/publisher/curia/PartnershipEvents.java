package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import java.util.List;
import java.util.Locale;

/// What happens between communities, each for the admins.
public final class PartnershipEvents {
  private PartnershipEvents() {}

  /// Two communities that have to do with each other. Immutable.
  ///
  /// @param type of their relationship
  public record Partnership(
      long id,
      String sourceId,
      String targetId,
      String sourceName,
      String targetName,
      String type) {
    private JsonObject json() {
      return new JsonObject()
          .put("id", id)
          .put("sourceCommunityId", sourceId)
          .put("targetCommunityId", targetId)
          .put("sourceCommunityName", sourceName)
          .put("targetCommunityName", targetName)
          .put("relationshipType", type);
    }
  }

  /// How a partnership can be from now on.
  public enum Status {
    /// Agreed on.
    ACCEPTED,
    /// Not agreed on.
    REJECTED,
    /// Taken back, or ended.
    CANCELLED,
    /// For a while without effect.
    SUSPENDED,
    /// In effect again.
    RESUMED
  }

  /// `partnershipInviteReceived`: the target community is asked.
  public static CuriaEvent inviteReceived(Partnership partnership, String actor) {
    return event("partnershipInviteReceived", "created", partnership, actor, partnership.targetId);
  }

  /// `partnershipStatusChanged`, for each side.
  public static List<CuriaEvent> statusChanged(
      Partnership partnership, Status status, String actor) {
    String type = status.name().toLowerCase(Locale.ROOT);
    return List.of(
        event("partnershipStatusChanged", type, partnership, actor, partnership.sourceId),
        event("partnershipStatusChanged", type, partnership, actor, partnership.targetId));
  }

  private static CuriaEvent event(
      String name, String type, Partnership partnership, String actor, String side) {
    var payload =
        new JsonObject()
            .put("type", type)
            .put("partnership", partnership.json())
            .put("actor_name", actor)
            .put("communityId", side);
    return CuriaEvent.toAdmins(side, name, payload);
  }
}
