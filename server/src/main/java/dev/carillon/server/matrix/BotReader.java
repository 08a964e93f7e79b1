package dev.carillon.server.matrix;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what a backend publishes for its bots. Immutable, safe for any thread.
///
/// Two forms are known: `{"server","access_token","channel","message"}` on `chatbot/test` becomes
/// an `m.notice`; `{"config":{"server","access_token","channel"},"payload":{"html"}}` on
/// `chatbot/publish` becomes an `m.text` with HTML (Matrix client-server API, `m.room.message`).
final class BotReader {
  static final String TEST = "chatbot/test";
  static final String PUBLISH = "chatbot/publish";

  private static final Logger log = LoggerFactory.getLogger(BotReader.class);
  private static final int LONGEST_TOKEN = 4096;
  private static final int LONGEST_ROOM = 255; // bytes of a room id or alias, by Matrix's grammar

  private static final int MAX_DEPTH = 32;

  private final ServerPolicy servers;
  private final StrictJson json;

  BotReader(ServerPolicy servers, int maxBytes) {
    this.servers = servers;
    this.json = new StrictJson(maxBytes, MAX_DEPTH);
  }

  /// Reads a message of one of the two channels.
  ///
  /// @return the post, or nothing for the older form that names a bot by its id only
  /// @throws BadPost if it is anything else
  Optional<Post> read(String channel, byte[] message) throws BadPost {
    Members root = parse(message);
    var content = new LinkedHashMap<String, String>();
    if (channel.equals(TEST)) {
      content.put("msgtype", "m.notice");
      content.put("body", text(root.texts, "message", Integer.MAX_VALUE));
      return Optional.of(post(root.texts, content));
    }
    if (!root.has("config") && root.has("chatbot_id")) {
      log.debug("bot message ignored: form=chatbot_id");
      return Optional.empty();
    }
    String html = text(root.object("payload"), "html", Integer.MAX_VALUE);
    content.put("msgtype", "m.text");
    content.put("body", PlainText.of(html));
    content.put("format", "org.matrix.custom.html");
    content.put("formatted_body", html);
    return Optional.of(post(root.object("config"), content));
  }

  private Post post(Map<String, String> config, Map<String, String> content) throws BadPost {
    String server = servers.check(text(config, "server", 2048));
    String token = text(config, "access_token", LONGEST_TOKEN);
    // Only what may stand in a header (RFC 6750 §2.1), so that a token cannot add headers.
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadPost("access-token");
    }
    String room = text(config, "channel", LONGEST_ROOM).strip();
    if (room.length() < 2 || (room.charAt(0) != '!' && room.charAt(0) != '#')) {
      throw new BadPost("channel");
    }
    return new Post(
        server, token, room, new String(StrictJson.of(content), StandardCharsets.UTF_8));
  }

  private Members parse(byte[] message) throws BadPost {
    try {
      return json.read(message, Members::read);
    } catch (BadJson e) {
      throw new BadPost(e.reason().equals("too-big") ? "too-big" : "json");
    }
  }

  /// The members of a message: its texts, and the texts of its objects. Of several with one name the last
  /// one counts.
  ///
  /// @param kinds with what each value begins, by name
  private record Members(
      Map<String, JsonToken> kinds,
      Map<String, String> texts,
      Map<String, Map<String, String>> objects) {

    static Members read(JsonParser parser) throws BadJson {
      var read = new Members(new HashMap<>(), new HashMap<>(), new HashMap<>());
      StrictJson.members(parser, read::add);
      return read;
    }

    private void add(String name, JsonParser value) throws BadJson {
      JsonToken kind = value.currentToken();
      kinds.put(name, kind);
      texts.remove(name);
      if (kind == JsonToken.VALUE_STRING) {
        texts.put(name, value.getString());
      } else if (kind == JsonToken.START_OBJECT) {
        objects.put(name, StrictJson.texts(value));
      }
    }

    boolean has(String name) {
      return kinds.containsKey(name);
    }

    Map<String, String> object(String name) throws BadPost {
      Map<String, String> object = objects.get(name);
      if (object == null || kinds.get(name) != JsonToken.START_OBJECT) {
        throw new BadPost("json");
      }
      return object;
    }
  }

  private static String text(Map<String, String> object, String key, int longest) throws BadPost {
    String text = object.get(key);
    if (text == null || text.isEmpty() || text.length() > longest) {
      throw new BadPost(key.replace('_', '-'));
    }
    return text;
  }
}
