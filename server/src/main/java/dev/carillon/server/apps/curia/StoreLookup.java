package dev.carillon.server.apps.curia;

import dev.carillon.core.Store;
import dev.carillon.json.BadJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads hashes, `board_permissions:{id}` and `community:{id}`. Safe for any thread.
///
/// The fields `allowedRoles`, `importedInto`, `partners` and `features` hold JSON as text; an empty field counts as
/// absent.
final class StoreLookup implements Lookup {
  private final Store store;

  StoreLookup(Store store) {
    this.store = store;
  }

  @Override
  public @Nullable Board board(long id) throws BadJson {
    Map<String, String> fields = store.fields("board_permissions:" + id);
    if (fields.isEmpty()) {
      return null;
    }
    var board = new RecordReader.BoardMembers(id);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String text = field.getValue();
      if (text.isEmpty()) {
        continue;
      }
      switch (field.getKey()) {
        case "allowedRoles", "importedInto" ->
            RecordReader.read(json(text), value -> board.add(field.getKey(), value));
        default -> board.addText(field.getKey(), text);
      }
    }
    return board.board();
  }

  @Override
  public @Nullable Community community(String id) throws BadJson {
    Map<String, String> fields = store.fields("community:" + id);
    if (fields.isEmpty()) {
      return null;
    }
    var community = new RecordReader.CommunityMembers(id);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String text = field.getValue();
      switch (field.getKey()) {
        case "partners", "features" -> {
          if (!text.isEmpty()) {
            RecordReader.read(json(text), value -> community.add(field.getKey(), value));
          }
        }
        default -> community.addText(field.getKey(), text);
      }
    }
    return community.community();
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The store is the gateway's.
  @Override
  public void close() {}
}
