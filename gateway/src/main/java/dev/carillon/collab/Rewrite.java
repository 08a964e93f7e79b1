package dev.carillon.collab;

import dev.carillon.yjs.YArray;
import dev.carillon.yjs.YMap;
import dev.carillon.yjs.YText;
import dev.carillon.yjs.YType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives a part of a document a new content with few changes, so that what others write meanwhile keeps its
/// place: where a text or a list is deleted and written anew, whatever they type is left over beside the new one.
///
/// To be called in [Documents#edit], against the document as it is at that moment:
///
/// ```java
/// documents.edit("note-7", doc -> Rewrite.text(doc.text("content"), text));
/// ```
///
/// **What stays.** A text keeps its formats, and embedded values stand where they stood; new letters have the
/// format of those that they replace. Of maps and lists, what has the same content is not touched, and a shared
/// type goes on as itself where its new content is of its kind: a map in place of a [YMap], a list in place of a
/// [YArray], a text in place of a [YText]. Everything else becomes a plain value.
///
/// The work is limited; past that, larger pieces are replaced. Threads: as [YType].
public final class Rewrite {
  private Rewrite() {}

  /// Makes a text read as `wanted`.
  public static void text(YText text, String wanted) {
    TextRewrite.apply(text, wanted);
  }

  /// Makes a map hold the values of `wanted` and no others.
  ///
  /// @throws IllegalArgumentException if something is no value that Yjs has; part may be changed then, which
  ///     [Documents#edit] takes back
  public static void map(YMap map, Map<String, ? extends @Nullable Object> wanted) {
    for (String key : Set.copyOf(map.toMap().keySet())) {
      if (!wanted.containsKey(key)) {
        map.delete(key);
      }
    }
    wanted.forEach((key, value) -> {
      Object old = map.get(key);
      if (!(map.has(key) && plain(old).equals(plain(value))) && !within(old, value)) {
        map.set(key, value);
      }
    });
  }

  /// Makes a list hold the values of `wanted` and no others.
  ///
  /// @throws IllegalArgumentException as [#map]
  public static void list(YArray list, List<? extends @Nullable Object> wanted) {
    List<@Nullable Object> old = list.toList();
    Map<Object, Integer> known = new HashMap<>();
    int[] before = numbers(old, known);
    int[] after = numbers(wanted, known);
    List<Diff.Change> changes = Diff.of(before, after);
    if (changes == null) {
      changes = List.of(new Diff.Change(0, before.length, 0, after.length));
    }
    for (Diff.Change change : changes.reversed()) {
      replace(list, change, old, wanted);
    }
  }

  /// Replaces a stretch of a list; values at its beginning that can go on as themselves do.
  private static void replace(
      YArray list,
      Diff.Change change,
      List<@Nullable Object> old,
      List<? extends @Nullable Object> wanted) {
    int from = change.from();
    int newFrom = change.newFrom();
    while (from < change.to()
        && newFrom < change.newTo()
        && within(old.get(from), wanted.get(newFrom))) {
      from++;
      newFrom++;
    }
    if (from < change.to()) {
      list.delete(from, change.to() - from);
    }
    if (newFrom < change.newTo()) {
      list.insert(from, wanted.subList(newFrom, change.newTo()));
    }
  }

  /// Gives a shared type the new content, if that is of its kind.
  private static boolean within(@Nullable Object old, @Nullable Object wanted) {
    switch (old) {
      case YText text when wanted instanceof String string -> text(text, string);
      case YArray list when wanted instanceof List<?> values -> list(list, values);
      case YMap map when wanted instanceof Map<?, ?> values -> map(map, byName(values));
      case null, default -> {
        return false;
      }
    }
    return true;
  }

  private static Map<String, @Nullable Object> byName(Map<?, ?> values) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    values.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  /// Returns a number for each value, the same for those of equal content.
  private static int[] numbers(
      List<? extends @Nullable Object> values, Map<Object, Integer> known) {
    int[] numbers = new int[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = known.computeIfAbsent(plain(values.get(i)), key -> known.size());
    }
    return numbers;
  }

  /// Returns what can be compared: the content, whatever holds it, and numbers by their worth.
  private static Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> Nothing.NULL;
      case YType type -> plain(type.toJson());
      case Double number when !Double.isFinite(number) -> number;
      case Float number when !Float.isFinite(number) -> number.doubleValue();
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case byte[] bytes -> List.of(Nothing.BYTES, Arrays.toString(bytes));
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.forEach(each -> all.add(plain(each)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> all = new HashMap<>();
        map.forEach((key, each) -> all.put(String.valueOf(key), plain(each)));
        yield all;
      }
      default -> value;
    };
  }

  /// What stands for values that do not compare by themselves.
  private enum Nothing {
    NULL,
    BYTES
  }
}
