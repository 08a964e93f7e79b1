package dev.carillon.yjs;

import java.util.LinkedHashMap;
import java.util.Map;

/// Shows all root types of a document as plain values. The format does not tell what a root type is:
/// it is guessed from what is in it.
final class RootJson {
  private RootJson() {}

  static Map<String, Object> of(Doc doc, StructStore store) {
    Map<String, Object> json = new LinkedHashMap<>();
    store
        .roots()
        .forEach((name, root) -> {
          if (root.length > 0) {
            json.put(name, ofList(doc, name, root));
          } else if (root.currentValues().values().stream().anyMatch(v -> !v.isDeleted())) {
            json.put(name, doc.map(name).toJson());
          }
        });
    return json;
  }

  private static Object ofList(Doc doc, String name, Branch root) {
    for (Item item = root.start; item != null; item = item.right) {
      if (item.isDeleted()) {
        continue;
      }
      return switch (item.content) {
        case ContentString _, ContentFormat _, ContentEmbed _ -> doc.text(name).toJson();
        case ContentType type when type.isXml() -> doc.xml(name).toJson();
        default -> doc.array(name).toJson();
      };
    }
    throw new IllegalStateException("a list is shorter than its length");
  }
}
