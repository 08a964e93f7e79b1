package dev.carillon.server.ops;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.ArrayList;
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
  /// As deep as nesting may be in the body of a request that publishes.
  static final int MAX_DEPTH = 200;

  private final StrictJson json;

  /// @param maxBytes the largest body
  PublicationReader(int maxBytes) {
    json = new StrictJson(maxBytes, MAX_DEPTH);
  }

  /// Reads all publications of a request, or none.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  List<Publication> read(byte[] body) throws BadPublication {
    try {
      return json.read(body, parser -> publications(parser, body));
    } catch (BadJson e) {
      throw new BadPublication(e);
    }
  }

  private static List<Publication> publications(JsonParser parser, byte[] body) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return List.of(publication(parser, body));
    }
    var publications = new ArrayList<Publication>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      publications.add(publication(parser, body));
    }
    return publications;
  }

  private static Publication publication(JsonParser parser, byte[] body) throws BadJson {
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

  private static String channel(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getString().isEmpty()) {
      throw bad("channel must be a string that is not empty", parser.currentTokenLocation());
    }
    StrictJson.utf8(parser);
    return parser.getString();
  }

  private static byte[] message(JsonParser parser, byte[] body) throws BadJson {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? StrictJson.utf8(parser)
        : StrictJson.bytes(parser, body);
  }

  private static BadJson bad(String what, TokenStreamLocation at) {
    return new BadJson("publication", what, at);
  }
}
