package dev.carillon.yjs.node;

import dev.carillon.yjs.DeltaOp;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.Subdoc;
import dev.carillon.yjs.YArray;
import dev.carillon.yjs.YMap;
import dev.carillon.yjs.YText;
import dev.carillon.yjs.YXmlElement;
import dev.carillon.yjs.YXmlFragment;
import dev.carillon.yjs.lib0.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Edits a document at random, as edits.mjs does on the Yjs side.
final class RandomEdits {
  private static final List<String> WORDS =
      List.of("j", "ja", "java ", "ü", "ß\n", "漢字", "😀", "a😀b", "👩‍👩‍👧", "<'&\">", "\u0001");
  private static final List<String> KEYS = List.of("k", "l", "long key", "ü");
  private static final List<String> FORMATS = List.of("bold", "em", "a");
  private static final List<String> NODES = List.of("p", "h1", "img");
  private static final int DEEPEST = 4;

  private final Random random;

  RandomEdits(Random random) {
    this.random = random;
  }

  /// Does one to three operations.
  void edit(Doc doc) {
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      Place place = one(places(doc));
      switch (place.type()) {
        case YText text -> editText(text);
        case YArray array -> editArray(array, place.depth());
        case YMap map -> editMap(map, place.depth());
        case YXmlFragment xml -> editXml(xml, place.depth());
        default -> throw new AssertionError();
      }
    }
  }

  private record Place(Object type, int depth) {}

  private static List<Place> places(Doc doc) {
    List<Place> found = new ArrayList<>();
    found.add(new Place(doc.text("t"), 0));
    found.add(new Place(doc.array("a"), 0));
    found.add(new Place(doc.map("m"), 0));
    found.add(new Place(doc.xml("x"), 0));
    for (int i = 0; i < found.size(); i++) {
      Place place = found.get(i);
      for (Object child : children(place.type())) {
        if (isType(child)) {
          found.add(new Place(child, place.depth() + 1));
        }
      }
    }
    return found;
  }

  private static boolean isType(@Nullable Object value) {
    return value instanceof YText
        || value instanceof YArray
        || value instanceof YMap
        || value instanceof YXmlFragment;
  }

  private static Iterable<? extends @Nullable Object> children(Object type) {
    return switch (type) {
      case YText text -> text.toDelta().stream().map(op -> ((DeltaOp.Insert) op).insert()).toList();
      case YArray array -> array.toList();
      case YMap map -> map.toMap().values();
      case YXmlFragment xml -> xml.toList();
      default -> throw new AssertionError();
    };
  }

  private void editText(YText text) {
    int at = random.nextInt(text.length() + 1);
    int length = random.nextInt(Math.min(6, text.length() - at) + 1);
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> text.insert(at, one(WORDS));
      case 5, 6, 7 -> text.insert(at, one(WORDS), formats());
      case 8, 9, 10, 11, 12 -> text.delete(at, length);
      case 13, 14, 15 -> text.format(at, length, formats());
      case 16 -> text.insertEmbed(at, Map.of("image", one(WORDS)), formats());
      case 17 -> text.setAttribute(one(KEYS), value(0));
      case 18 -> text.removeAttribute(one(KEYS));
      default ->
          text.applyDelta(
              List.of(
                  new DeltaOp.Retain(at, formats()),
                  new DeltaOp.Insert(one(WORDS)),
                  new DeltaOp.Delete(length)));
    }
  }

  private void editArray(YArray array, int depth) {
    int at = random.nextInt(array.length() + 1);
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> array.delete(at, random.nextInt(Math.min(4, array.length() - at) + 1));
      case 3 -> {
        if (depth < DEEPEST) {
          insertType(array, at);
        }
      }
      default -> array.insert(at, values(1 + random.nextInt(4)));
    }
  }

  private void insertType(YArray array, int at) {
    switch (random.nextInt(3)) {
      case 0 -> array.insertText(at).insert(0, one(WORDS));
      case 1 -> array.insertArray(at).push(value(0));
      default -> array.insertMap(at).set("k", value(0));
    }
  }

  private void editMap(YMap map, int depth) {
    String key = one(KEYS);
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> map.delete(key);
      case 3 -> {
        if (depth < DEEPEST) {
          setType(map, key);
        }
      }
      default -> map.set(key, value(0));
    }
  }

  private void setType(YMap map, String key) {
    switch (random.nextInt(3)) {
      case 0 -> map.setText(key).insert(0, one(WORDS));
      case 1 -> map.setArray(key).push(value(0));
      default -> map.setMap(key).set("k", value(0));
    }
  }

  private void editXml(YXmlFragment xml, int depth) {
    int at = random.nextInt(xml.length() + 1);
    switch (random.nextInt(10)) {
      case 0, 1 -> xml.delete(at, random.nextInt(Math.min(2, xml.length() - at) + 1));
      case 2, 3, 4 -> {
        if (xml instanceof YXmlElement element) {
          element.setAttribute(one(KEYS), one(WORDS));
        }
      }
      case 5, 6, 7 -> xml.insertText(at).insert(0, one(WORDS), formats());
      default -> {
        if (depth < DEEPEST) {
          xml.insertElement(at, one(NODES));
        }
      }
    }
  }

  private List<@Nullable Object> values(int count) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(random.nextInt(8) == 0 ? new Subdoc("doc" + random.nextInt(9)) : value(0));
    }
    return values;
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth < 2 ? 16 : 14)) {
      case 0 -> Undefined.UNDEFINED;
      case 1 -> null;
      case 2 -> random.nextBoolean();
      case 3 -> random.nextInt(100);
      case 4 -> random.nextInt();
      case 5 -> one(List.of(1L << 31, -(1L << 31), 1L << 40, SAFE, Integer.MIN_VALUE));
      case 6 -> one(List.of(-0.0, 0.1, 1.5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, 2.5f));
      case 7 -> BigInteger.valueOf(random.nextLong());
      case 8 -> new byte[] {1, 2, (byte) random.nextInt()};
      case 14 -> Arrays.asList(value(depth + 1), value(depth + 1));
      case 15 -> object(depth + 1);
      default -> one(WORDS);
    };
  }

  private static final long SAFE = (1L << 53) - 1;

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      object.put(one(WORDS), value(depth));
    }
    return object;
  }

  private Map<String, @Nullable Object> formats() {
    Map<String, @Nullable Object> formats = new LinkedHashMap<>();
    formats.put(
        one(FORMATS),
        switch (random.nextInt(4)) {
          case 0 -> null;
          case 1 -> "v";
          case 2 -> Map.of("href", "x");
          default -> true;
        });
    return formats;
  }

  private <T> T one(List<? extends T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
