package dev.carillon.server.apps.eclipse;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what the web app answers.
final class Answers {
  /// The longest answer that is read, in bytes.
  static final int LONGEST = 1024 * 1024;

  private static final byte[] ANONYMOUS =
      "{\"id\":\"anonymous\",\"name\":\"Customer\",\"email\":null,\"avatar\":null}"
          .getBytes(StandardCharsets.US_ASCII);

  private static final StrictJson JSON = new StrictJson(LONGEST, 32);

  private Answers() {}

  /// A message as the web app has saved it. Immutable.
  ///
  /// @param content the text
  /// @param role as whom it was said, in capitals
  /// @param createdAt when, as the web app wrote it; may be empty
  /// @param sender who said it, a JSON object as the web app wrote it
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record SavedMessage(String id, String content, String role, String createdAt, byte[] sender) {}

  /// Reads the answer to a message that was sent.
  ///
  /// @throws BadJson if it does not hold a message with `id`, `content` and `role`
  static SavedMessage message(byte[] answer) throws BadJson {
    return JSON.read(
        answer,
        parser -> {
          SavedMessage message = null;
          requireObject(parser);
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isMessage = parser.currentName().equals("message");
            parser.nextToken();
            if (isMessage) {
              message = readMessage(parser, answer);
            } else {
              parser.skipChildren();
            }
          }
          if (message == null) {
            throw new BadJson("no-message");
          }
          return message;
        });
  }

  private static SavedMessage readMessage(JsonParser parser, byte[] answer) throws BadJson {
    requireObject(parser);
    byte[] sender = ANONYMOUS;
    var texts = new HashMap<String, String>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("sender") && value == JsonToken.START_OBJECT) {
        sender = StrictJson.bytes(parser, answer);
      } else {
        keepText(name, value, parser, texts);
      }
    }
    return new SavedMessage(
        required(texts, "id"),
        required(texts, "content"),
        required(texts, "role"),
        texts.getOrDefault("createdAt", ""),
        sender);
  }

  /// Reads the name of a user: the name, else the address, else `Agent`.
  ///
  /// @throws BadJson if the answer is no object
  static String agentName(byte[] answer) throws BadJson {
    Map<String, String> texts = JSON.read(answer, StrictJson::texts);
    String name = texts.getOrDefault("name", "");
    String email = texts.getOrDefault("email", "");
    return !name.isEmpty() ? name : !email.isEmpty() ? email : "Agent";
  }

  private static void keepText(
      String name, JsonToken value, JsonParser parser, Map<String, String> texts) {
    if (value == JsonToken.VALUE_STRING) {
      texts.put(name, parser.getString());
    } else {
      texts.remove(name);
      parser.skipChildren();
    }
  }

  private static void requireObject(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
  }

  private static String required(Map<String, String> texts, String name) throws BadJson {
    String text = texts.get(name);
    if (text == null || text.isEmpty()) {
      throw new BadJson("no-" + name);
    }
    return text;
  }
}
