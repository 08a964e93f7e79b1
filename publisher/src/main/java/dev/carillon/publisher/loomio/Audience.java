package dev.carillon.publisher.loomio;

import org.jspecify.annotations.Nullable;

/// Who hears of records: the members of a group, or one user. Immutable.
public final class Audience {
  private final String room;
  private final @Nullable Long userId;

  private Audience(String room, @Nullable Long userId) {
    this.room = room;
    this.userId = userId;
  }

  /// Returns the members of a group.
  public static Audience group(long id) {
    return new Audience("group-" + id, null);
  }

  /// Returns one user.
  public static Audience user(long id) {
    return new Audience("user-" + id, id);
  }

  /// Returns the group if there is one, and else the user, as Loomio chooses when it knows both.
  ///
  /// @param userId for whom serializers write, whoever hears it
  /// @throws IllegalArgumentException if there is neither
  public static Audience of(@Nullable Long groupId, @Nullable Long userId) {
    if (groupId != null) {
      return new Audience("group-" + groupId, userId);
    }
    if (userId != null) {
      return user(userId);
    }
    throw new IllegalArgumentException("neither a group nor a user");
  }

  /// Returns the room as the channel server calls it.
  public String room() {
    return room;
  }

  /// Returns the user as whom records are written; `null` if nobody in particular.
  public @Nullable Long userId() {
    return userId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Audience that && room.equals(that.room);
  }

  @Override
  public int hashCode() {
    return room.hashCode();
  }

  @Override
  public String toString() {
    return room;
  }
}
