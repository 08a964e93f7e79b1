package dev.carillon.server.apps.curia;

import dev.carillon.json.StrictJson;
import dev.carillon.socketio.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Adds to a payload where it comes from, for partner communities.
///
/// The new members are put in front of the closing brace, and the rest stays as the backend wrote it, byte for
/// byte: numbers of any length, escapes and the order of members. Where the payload has one of them already,
/// the later one counts, as in the object that the replaced server would have made.
final class PartnerCopy {
  private PartnerCopy() {}

  /// Returns the payload of an event, decorated.
  static Json of(ForumEvent event, Community source) {
    String known = source.shortId();
    byte[] shortId =
        event.shortId() != null ? event.shortId() : known == null ? null : StrictJson.of(known);
    return of(event.payload(), source, shortId, event.pluginId());
  }

  /// Returns an object, decorated.
  ///
  /// @param object exactly one JSON object
  /// @param shortId the short name of the community as JSON, or `null`
  /// @param pluginId the id of the plugin as JSON, or `null`
  static Json of(
      byte[] object, Community source, byte @Nullable [] shortId, byte @Nullable [] pluginId) {
    int end = object.length - 1;
    while (object[end] != '}') {
      end--; // nothing but blanks may follow
    }
    var out = new ByteArrayOutputStream(object.length + 256);
    out.write(object, 0, end);
    if (!isEmpty(object, end)) {
      out.write(',');
    }
    write(out, "\"isCrossCommunityNotification\":true,\"sourceCommunityId\":");
    out.writeBytes(StrictJson.of(source.id()));
    write(out, ",\"sourceCommunityName\":");
    out.writeBytes(StrictJson.of(source.nameForPartners()));
    write(out, ",\"crossCommunityNav\":{");
    if (shortId != null) {
      write(out, "\"communityShortId\":");
      out.writeBytes(shortId);
    }
    if (pluginId != null) {
      write(out, shortId == null ? "\"pluginId\":" : ",\"pluginId\":");
      out.writeBytes(pluginId);
    }
    write(out, "}}");
    return Json.raw(out.toByteArray());
  }

  private static boolean isEmpty(byte[] object, int end) {
    int last = end - 1;
    while (object[last] == ' '
        || object[last] == '\n'
        || object[last] == '\r'
        || object[last] == '\t') {
      last--;
    }
    return object[last] == '{';
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
