package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Writes who may see what, and tells the gateway in the same step that it is another now.
///
/// One Lua script writes the record and publishes the events behind it, so that nobody reads the old record on
/// hearing of the new one, and neither is done without the other. It does the same when it is run twice. Safe for any
/// thread.
public final class ForumRecords {
  private static final String SCRIPT =
      """
      local events = tonumber(ARGV[2])
      redis.call('DEL', KEYS[1])
      for i = 3 + events, #ARGV, 2 do
        redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
      end
      for i = 3, 2 + events do
        redis.call('PUBLISH', ARGV[1], ARGV[i])
      end
      return 1
      """;

  private final StoreWriter store;
  private final String channel;

  /// Publishes on [ForumPublisher#CHANNEL].
  public ForumRecords(StoreWriter store) {
    this(store, ForumPublisher.CHANNEL);
  }

  /// Publishes on another channel: `apps.curia.events-channel`.
  public ForumRecords(StoreWriter store, String channel) {
    this.store = store;
    this.channel = channel;
  }

  /// Changes who may see a board: writes its record, and publishes `boardSettingsChanged`.
  public CompletionStage<Void> change(BoardRecord board) {
    return put(board, BoardEvents.settingsChanged(board));
  }

  /// Writes the record of a board, and publishes what it comes from: `newBoard`, `boardImported`, …
  public CompletionStage<Void> put(BoardRecord board, CuriaEvent... events) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("allowedRoles", array(board.allowedRoles()));
    fields.put("isPublic", Boolean.toString(board.isPublic()));
    if (board.communityId() != null) {
      fields.put("communityId", board.communityId());
    }
    if (board.name() != null) {
      fields.put("name", board.name());
    }
    if (!board.importedInto().isEmpty()) {
      fields.put("importedInto", array(board.importedInto()));
    }
    return write("board_permissions:" + board.id(), fields, List.of(events));
  }

  /// Takes away the record of a board, which nobody may see from then on, and publishes what it comes from.
  public CompletionStage<Void> removeBoard(long id, CuriaEvent... events) {
    return write("board_permissions:" + id, Map.of(), List.of(events));
  }

  /// Writes the record of a community, and publishes what it comes from: `partnershipStatusChanged`, say.
  public CompletionStage<Void> put(CommunityRecord community, CuriaEvent... events) {
    var fields = new LinkedHashMap<String, String>();
    if (community.name() != null) {
      fields.put("name", community.name());
    }
    if (community.shortId() != null) {
      fields.put("shortId", community.shortId());
    }
    fields.put(
        "partners",
        array(community.partners().stream().map(CommunityRecord.Partner::json).toList()));
    return write("community:" + community.id(), fields, List.of(events));
  }

  private static String array(List<?> elements) {
    return new String(JsonObject.arrayBytes(elements), StandardCharsets.UTF_8);
  }

  private CompletionStage<Void> write(
      String key, Map<String, String> fields, List<CuriaEvent> events) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(utf8(channel));
    arguments.add(utf8(Integer.toString(events.size())));
    events.forEach(event -> arguments.add(event.bytes()));
    fields.forEach((name, value) -> {
      arguments.add(utf8(name));
      arguments.add(utf8(value));
    });
    return store.run(SCRIPT, List.of(key), arguments);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
