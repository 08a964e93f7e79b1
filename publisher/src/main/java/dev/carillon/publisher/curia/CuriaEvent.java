package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;

/// An event as it is published: `{"room":…,"eventName":…,"payload":…}`. Must not be changed once it is made.
///
/// @param room whom it is for, before the gateway looks at what it is about
/// @param name under which browsers hear it
public record CuriaEvent(String room, String name, JsonObject payload) {
  static CuriaEvent onBoard(long board, String name, JsonObject payload) {
    return new CuriaEvent("board:" + board, name, payload);
  }

  static CuriaEvent inCommunity(String community, String name, JsonObject payload) {
    return new CuriaEvent("community:" + checked(community), name, payload);
  }

  static CuriaEvent toAdmins(String community, String name, JsonObject payload) {
    return new CuriaEvent("community:" + checked(community) + ":admins", name, payload);
  }

  private static String checked(String community) {
    if (community.isEmpty() || community.contains(":")) {
      throw new IllegalArgumentException("a community's id is not empty and holds no colon");
    }
    return community;
  }

  /// Returns it as it is on the channel.
  public byte[] bytes() {
    return new JsonObject()
        .put("room", room)
        .put("eventName", name)
        .put("payload", payload)
        .bytes();
  }

  /// Says which, and nothing of what is in it.
  @Override
  public String toString() {
    return "CuriaEvent[" + name + "]";
  }
}
