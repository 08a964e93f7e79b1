package dev.carillon.server.matrix;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ServerPolicy servers;
  private final int maxBytes;

  BotReader(ServerPolicy servers, int maxBytes) {
    this.servers = servers;
    this.maxBytes = maxBytes;
  }

  /// Reads a message of one of the two channels.
  ///
  /// @return the post, or nothing for the older form that names a bot by its id only
  /// @throws BadPost if it is anything else
  Optional<Post> read(String channel, byte[] message) throws BadPost {
    if (message.length > maxBytes) {
      throw new BadPost("too-big");
    }
    JsonNode root = parse(message);
    if (channel.equals(TEST)) {
      ObjectNode content = JSON.createObjectNode();
      content.put("msgtype", "m.notice").put("body", text(root, "message", Integer.MAX_VALUE));
      return Optional.of(post(root, content));
    }
    JsonNode config = root.get("config");
    if (config == null && root.has("chatbot_id")) {
      log.debug("bot message ignored: form=chatbot_id");
      return Optional.empty();
    }
    String html = text(object(root.get("payload")), "html", Integer.MAX_VALUE);
    ObjectNode content = JSON.createObjectNode();
    content
        .put("msgtype", "m.text")
        .put("body", PlainText.of(html))
        .put("format", "org.matrix.custom.html")
        .put("formatted_body", html);
    return Optional.of(post(object(config), content));
  }

  private Post post(JsonNode config, ObjectNode content) throws BadPost {
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
    return new Post(server, token, room, JSON.writeValueAsString(content));
  }

  private static JsonNode parse(byte[] message) throws BadPost {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
      return object(JSON.readTree(text));
    } catch (CharacterCodingException | JacksonException e) {
      // The exception's text quotes the input, so it goes no further.
      throw new BadPost("json");
    }
  }

  private static JsonNode object(@Nullable JsonNode node) throws BadPost {
    if (node == null || !node.isObject()) {
      throw new BadPost("json");
    }
    return node;
  }

  private static String text(JsonNode object, String key, int longest) throws BadPost {
    JsonNode value = object.get(key);
    if (value == null || !value.isString()) {
      throw new BadPost(key.replace('_', '-'));
    }
    String text = value.stringValue();
    if (text.isEmpty() || text.length() > longest) {
      throw new BadPost(key.replace('_', '-'));
    }
    return text;
  }
}
