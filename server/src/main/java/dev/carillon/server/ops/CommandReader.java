package dev.carillon.server.ops;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
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

  private static Command command(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("a command is an array", parser);
    }
    var words = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      words.add(word(parser));
    }
    if (words.isEmpty()) {
      throw bad("a command begins with its name", parser);
    }
    return new Command(
        words.getFirst().toUpperCase(Locale.ROOT), List.copyOf(words.subList(1, words.size())));
  }

  private static String word(JsonParser parser) throws BadJson {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> {
        StrictJson.utf8(parser);
        yield parser.getString();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
      default -> throw bad("an argument is a string, a number, true or false", parser);
    };
  }

  private static BadJson bad(String what, JsonParser parser) {
    return new BadJson("command", what, parser.currentTokenLocation());
  }
}
