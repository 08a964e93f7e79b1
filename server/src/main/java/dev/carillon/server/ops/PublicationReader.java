package dev.carillon.server.ops;

import static dev.carillon.server.ops.BodyJson.bad;
import static dev.carillon.server.ops.BodyJson.utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/// Reads the body of a publish request. Immutable.
///
/// The body is `{"channel":"...","message":...}`, or an array of these. The message is not decoded
/// and written again: its bytes are cut out of the body, so that long numbers, the order of keys,
/// escapes and blanks reach the subscribers as they were sent. Only a string is taken out of its
/// quotes, because payloads on channels are text.
final class PublicationReader {
  private final BodyJson json;

  /// @param maxBytes the largest body that is ever given to [#read]
  PublicationReader(int maxBytes) {
    json = new BodyJson(maxBytes);
  }

  /// Reads all publications of a request, or none.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  List<Publication> read(byte[] body) throws BadPublication {
    return json.read(body, parser -> publications(parser, body));
  }

  private static List<Publication> publications(JsonParser parser, byte[] body)
      throws BadPublication {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return List.of(publication(parser, body));
    }
    var publications = new ArrayList<Publication>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      publications.add(publication(parser, body));
    }
    return publications;
  }

  private static Publication publication(JsonParser parser, byte[] body) throws BadPublication {
    TokenStreamLocation start = parser.currentTokenLocation();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("expected an object with channel and message", start);
    }
    String channel = null;
    byte[] message = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      TokenStreamLocation at = parser.currentTokenLocation();
      String name = parser.currentName();
      boolean twice = "channel".equals(name) ? channel != null : message != null;
      parser.nextToken();
      switch (name) {
        case "channel" -> channel = channel(parser);
        case "message" -> message = message(parser, body);
        case null, default -> throw bad("unknown member; allowed: channel, message", at);
      }
      if (twice) {
        throw bad("member given twice", at);
      }
    }
    if (channel == null || message == null) {
      throw bad(channel == null ? "channel is missing" : "message is missing", start);
    }
    return new Publication(channel, message);
  }

  private static String channel(JsonParser parser) throws BadPublication {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getString().isEmpty()) {
      throw bad("channel must be a string that is not empty", parser.currentTokenLocation());
    }
    String channel = parser.getString();
    utf8(channel, parser);
    return channel;
  }

  private static byte[] message(JsonParser parser, byte[] body) throws BadPublication {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return utf8(parser.getString(), parser);
    }
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Arrays.copyOfRange(body, from, to);
  }
}
