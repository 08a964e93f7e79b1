package dev.carillon.server.apps.curia;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what is said of boards and communities, strictly where it decides who may see what: whoever wrote
/// something that cannot be read meant something, and that was hardly *everybody*.
final class RecordReader {
  /// The longest record, in bytes.
  static final int MAX_BYTES = 256 * 1024;

  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 32);

  private RecordReader() {}

  /// Takes a value.
  interface Value {
    void read(JsonParser value) throws BadJson;
  }

  /// Reads one value.
  static void read(byte[] json, Value reader) throws BadJson {
    JSON.<Boolean>read(
        json,
        parser -> {
          reader.read(parser);
          parser.skipChildren();
          return true;
        });
  }

  /// Reads an object.
  static void readMembers(byte[] json, StrictJson.Part part) throws BadJson {
    read(json, parser -> StrictJson.members(parser, part));
  }

  private static @Nullable String text(JsonParser value) {
    return switch (value.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT -> value.getString();
      default -> null;
    };
  }

  private static Set<String> texts(String member, JsonParser array) throws BadJson {
    var texts = new HashSet<String>();
    StrictJson.elements(
        array,
        (none, element) -> {
          String text = text(element);
          if (text == null) {
            throw new BadJson(member);
          }
          texts.add(text);
        });
    return texts;
  }

  /// What was read of a board so far. Confined to one reading.
  static final class BoardMembers {
    private final long id;
    private Set<String> roles = Set.of();
    private boolean listed = true;
    private @Nullable String community;
    private @Nullable String name;
    private Set<String> importedInto = Set.of();

    BoardMembers(long id) {
      this.id = id;
    }

    void add(String member, JsonParser value) throws BadJson {
      switch (member) {
        // What is no array is no roles, as the replaced server takes it.
        case "allowedRoles" ->
            roles = value.currentToken() == JsonToken.START_ARRAY ? texts(member, value) : Set.of();
        case "importedInto" -> {
          if (value.currentToken() != JsonToken.VALUE_NULL) {
            importedInto = texts(member, value);
          }
        }
        case "isPublic", "communityId", "name" -> {
          switch (value.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_TRUE, VALUE_FALSE, VALUE_STRING, VALUE_NUMBER_INT ->
                addText(member, value.getString());
            default -> throw new BadJson(member);
          }
        }
        default -> {}
      }
    }

    void addText(String member, String text) throws BadJson {
      switch (member) {
        case "isPublic" -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new BadJson(member);
          }
          listed = text.equals("true");
        }
        case "communityId" -> community = text;
        case "name" -> name = text;
        default -> {}
      }
    }

    Board board() {
      return new Board(id, roles, listed, community, name, importedInto);
    }
  }

  /// What was read of a community so far. Confined to one reading.
  static final class CommunityMembers {
    private final String id;
    private final Map<String, Community.Partner> partners = new HashMap<>();
    private @Nullable String name;
    private @Nullable String shortId;
    private final Map<Feature, Boolean> features = new EnumMap<>(Feature.class);

    CommunityMembers(String id) {
      this.id = id;
    }

    void add(String member, JsonParser value) throws BadJson {
      JsonToken token = value.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        addText(member, value.getString());
      } else if (token != JsonToken.VALUE_NULL) {
        switch (member) {
          case "partners" -> StrictJson.elements(value, (none, partner) -> addPartner(partner));
          case "features" -> StrictJson.members(value, this::addFeature);
          default -> {}
        }
      }
    }

    /// What is not known here may be known to others.
    private void addFeature(String name, JsonParser value) throws BadJson {
      Feature feature = Feature.named(name);
      if (feature != null) {
        switch (value.currentToken()) {
          case VALUE_TRUE, VALUE_FALSE -> features.put(feature, value.getBooleanValue());
          default -> throw new BadJson("features");
        }
      }
    }

    void addText(String member, String text) {
      switch (member) {
        case "name" -> name = text.isEmpty() ? null : text;
        case "shortId" -> shortId = text.isEmpty() ? null : text;
        default -> {}
      }
    }

    private void addPartner(JsonParser partner) throws BadJson {
      var read = new PartnerMembers();
      StrictJson.members(partner, read::add);
      if (read.partner != null && !read.partner.contains(":")) {
        partners.put(read.partner, new Community.Partner(read.events, read.presence));
      }
    }

    Community community() {
      return new Community(id, name, shortId, partners, features);
    }
  }

  private static final class PartnerMembers {
    private @Nullable String partner;
    private boolean events;
    private boolean presence;

    void add(String member, JsonParser value) {
      switch (member) {
        case "id" -> partner = text(value);
        case "notify" -> events = value.currentToken() == JsonToken.VALUE_TRUE;
        case "presence" -> presence = value.currentToken() == JsonToken.VALUE_TRUE;
        default -> {}
      }
    }
  }
}
