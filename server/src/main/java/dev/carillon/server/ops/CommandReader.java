package dev.carillon.server.ops;

import static dev.carillon.server.ops.BodyJson.bad;
import static dev.carillon.server.ops.BodyJson.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads Redis commands that are JSON arrays: `["PUBLISH","chat:1","..."]`. Immutable.
///
/// An argument is text. Clients send numbers and switches as they are; these stand for the text
/// that they are written as.
final class CommandReader {
  private final BodyJson json;

  /// @param maxBytes the largest body that is ever read
  CommandReader(int maxBytes) {
    json = new BodyJson(maxBytes);
  }

  /// Reads a body that is one command.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  Command one(byte[] body) throws BadPublication {
    return json.read(body, CommandReader::command);
  }

  /// Reads a body that is an array of commands, at least one.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  List<Command> many(byte[] body) throws BadPublication {
    return json.read(body, CommandReader::commands);
  }

  private static List<Command> commands(JsonParser parser) throws BadPublication {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("expected an array of commands", parser.currentTokenLocation());
    }
    var commands = new ArrayList<Command>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      commands.add(command(parser));
    }
    if (commands.isEmpty()) {
      throw bad("expected at least one command", parser.currentTokenLocation());
    }
    return commands;
  }

  private static Command command(JsonParser parser) throws BadPublication {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("a command is an array", parser.currentTokenLocation());
    }
    var words = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      words.add(word(parser));
    }
    if (words.isEmpty()) {
      throw bad("a command begins with its name", parser.currentTokenLocation());
    }
    return new Command(
        words.getFirst().toUpperCase(Locale.ROOT), List.copyOf(words.subList(1, words.size())));
  }

  private static String word(JsonParser parser) throws BadPublication {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> {
        String text = parser.getString();
        utf8(text, parser);
        yield text;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
      default ->
          throw bad(
              "an argument is a string, a number, true or false", parser.currentTokenLocation());
    };
  }
}
