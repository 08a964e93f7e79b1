package dev.carillon.server.ops;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads Redis commands that are JSON arrays: `["PUBLISH","chat:1","..."]`. Immutable.
///
/// An argument is text. Clients send numbers and switches as they are; these stand for the text
/// that they are written as. Half of a surrogate pair, which JavaScript can write into a string and no UTF-8 can
/// hold, becomes U+FFFD, as it does when JavaScript encodes the string itself. A command among others that is none
/// is told so in its place, and keeps none of them back.
final class CommandReader {
  private final StrictJson json;

  /// @param maxBytes the largest body
  CommandReader(int maxBytes) {
    json = new StrictJson(maxBytes, PublicationReader.MAX_DEPTH);
  }

  /// Reads a body that is one command.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  Command one(byte[] body) throws BadPublication {
    return read(body, CommandReader::command);
  }

  /// Reads a body that is an array of commands, at least one.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  List<Command> many(byte[] body) throws BadPublication {
    return read(body, CommandReader::commands);
  }

  private <T> T read(byte[] body, StrictJson.Reader<T> form) throws BadPublication {
    try {
      return json.read(body, form);
    } catch (BadJson e) {
      throw new BadPublication(e);
    }
  }

  private static List<Command> commands(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("expected an array of commands", parser);
    }
    var commands = new ArrayList<Command>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      commands.add(command(parser));
    }
    if (commands.isEmpty()) {
      throw bad("expected at least one command", parser);
    }
    return commands;
  }

  private static Command command(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      Command none = none("a command is an array", parser);
      parser.skipChildren();
      return none;
    }
    var words = new ArrayList<String>();
    Command none = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String word = word(parser);
      if (word == null) {
        none =
            none == null ? none("an argument is a string, a number, true or false", parser) : none;
        parser.skipChildren();
      } else {
        words.add(word);
      }
    }
    if (none != null) {
      return none;
    }
    return words.isEmpty()
        ? none("a command begins with its name", parser)
        : new Command(
            words.getFirst().toUpperCase(Locale.ROOT), List.copyOf(words.subList(1, words.size())));
  }

  private static Command none(String why, JsonParser parser) {
    return Command.none(String.valueOf(new BadPublication(bad(why, parser)).getMessage()));
  }

  private static @Nullable String word(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> whole(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
      default -> null;
    };
  }

  private static String whole(String text) {
    if (text.codePoints().noneMatch(CommandReader::isHalf)) {
      return text;
    }
    var whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(isHalf(c) ? '\uFFFD' : c));
    return whole.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static BadJson bad(String what, JsonParser parser) {
    return new BadJson("command", what, parser.currentTokenLocation());
  }
}
