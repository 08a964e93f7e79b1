package dev.carillon.server.apps.toggo.feed;

import dev.carillon.server.apps.toggo.members.MemberIds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// A path below a trip's feed, `/api/v1/trips/{trip}/activity[/{rest}]`. Immutable.
///
/// @param trip the trip's id
/// @param rest what follows; empty for the feed itself
record FeedPath(String trip, String rest) {
  /// What all paths of the feed begin with.
  static final String PREFIX = "/api/v1/trips/";

  /// Reads a path as it was sent.
  ///
  /// @throws BadRequest if it is no path of a feed
  static FeedPath of(String path) throws BadRequest {
    String[] parts = path.substring(PREFIX.length()).split("/", -1);
    if (parts.length < 2 || parts.length > 3 || !parts[1].equals("activity")) {
      throw BadRequest.notFound();
    }
    return new FeedPath(id(parts[0]), parts.length == 2 ? "" : id(parts[2]));
  }

  private static String id(String segment) throws BadRequest {
    try {
      // A plus is a plus in a path; the decoder is for forms.
      String id = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (MemberIds.usable(id)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // Not passed on: it would quote the path.
    }
    throw BadRequest.notFound();
  }
}
