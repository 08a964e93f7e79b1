package dev.carillon.server.apps.curia;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A part of the live updates that a community may do without.
enum Feature {
  /// The counts of votes.
  VOTES,
  /// Comments, and what becomes of them.
  COMMENTS,
  /// Who is online.
  PRESENCE,
  /// Who is writing.
  TYPING,
  /// What is for one user, and what partners are told.
  NOTIFICATIONS;

  /// Returns the feature that a record calls so; `null`: none.
  static @Nullable Feature named(String name) {
    for (Feature feature : values()) {
      if (feature.name().toLowerCase(Locale.ROOT).equals(name)) {
        return feature;
      }
    }
    return null;
  }

  /// Returns the feature without which an event goes to nobody; `null`: it always goes.
  static @Nullable Feature of(ForumEvent event) {
    if (event.kind() == ForumEvent.Kind.PERSONAL) {
      return NOTIFICATIONS;
    }
    return switch (event.name()) {
      case "voteUpdate", "post:voteAdded", "post:voteRemoved", "post:voteChanged" -> VOTES;
      case "newComment", "commentReactionUpdate", "post:newComment", "post:commentDeleted" ->
          COMMENTS;
      default -> null;
    };
  }
}
