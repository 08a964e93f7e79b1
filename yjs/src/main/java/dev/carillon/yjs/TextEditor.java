package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Edits a text from a position on, which moves along.
///
/// Formats are marks in the list: one where a format begins, and one behind its range that brings
/// back what held before. The rules for placing and dropping marks are those of Yjs, so that what is
/// formatted here reads the same there.
final class TextEditor {
  private final Editor editor;
  private final Position at;

  TextEditor(Editor editor, Position at) {
    this.editor = editor;
    this.at = at;
  }

  /// Encodes the values of formats.
  ///
  /// @throws IllegalArgumentException if the format has no such value
  /// @throws UpdateRefusedException if one is deeper than the limits allow
  static Map<String, EncodedJson> encode(
      Map<String, ? extends @Nullable Object> formats, Limits limits) {
    Map<String, EncodedJson> encoded = new LinkedHashMap<>();
    formats.forEach((key, value) -> encoded.put(Names.check(key), EncodedJson.of(value, limits)));
    return encoded;
  }

  /// Makes the content of an embedded value.
  static Content embed(Object value, Limits limits) {
    return new ContentEmbed(EncodedJson.of(value, limits));
  }

  /// Takes one step of a delta.
  void apply(DeltaOp op) {
    Limits limits = editor.limits();
    switch (op) {
      case DeltaOp.Insert(String text, Map<String, ?> attributes) -> {
        if (!text.isEmpty()) {
          insert(new ContentString(text), encode(attributes, limits));
        }
      }
      case DeltaOp.Insert(Object value, Map<String, ?> attributes) ->
          insert(embed(value, limits), encode(attributes, limits));
      case DeltaOp.Retain(int length, Map<String, ?> attributes) ->
          format(length, encode(attributes, limits));
      case DeltaOp.Delete(int length) -> delete(length);
    }
  }

  /// Inserts content with formats, or with those that hold here for `null`.
  void insert(Content content, @Nullable Map<String, EncodedJson> formats) {
    Map<String, EncodedJson> wanted = new LinkedHashMap<>(formats == null ? at.formats : formats);
    for (String key : at.formats.keySet()) {
      wanted.putIfAbsent(key, EncodedJson.NULL);
    }
    skipSettled(wanted);
    Map<String, EncodedJson> before = begin(wanted);
    at.insert(editor, content);
    end(before);
  }

  /// Sets formats of what follows.
  void format(int length, Map<String, EncodedJson> formats) {
    skipSettled(formats);
    Map<String, EncodedJson> before = begin(formats);
    int left = length;
    while (at.right != null && (left > 0 || (!before.isEmpty() && isMark(at.right)))) {
      Item item = at.right;
      if (!item.isDeleted()) {
        if (item.content instanceof ContentFormat mark) {
          if (left == 0 && ends(mark, formats)) {
            break;
          }
          formatMark(item, mark, formats, before);
        } else {
          if (left < item.length) {
            editor.split(item, left);
          }
          left -= item.length;
        }
      }
      at.forward();
    }
    if (left > 0) {
      if (left > editor.limits().documentBytes()) { // before so many are made
        throw UpdateRefusedException.limit(-1, "the document would become too large");
      }
      at.insert(editor, new ContentString("\n".repeat(left)));
    }
    end(before);
  }

  private static boolean isMark(Item item) {
    return item.isDeleted() || item.content instanceof ContentFormat;
  }

  /// Whether a mark behind the range sets one of the formats to something else.
  private static boolean ends(ContentFormat mark, Map<String, EncodedJson> formats) {
    EncodedJson wanted = formats.get(mark.key());
    return wanted != null && !wanted.equals(mark.value());
  }

  private void formatMark(
      Item item,
      ContentFormat mark,
      Map<String, EncodedJson> formats,
      Map<String, EncodedJson> before) {
    EncodedJson wanted = formats.get(mark.key());
    if (wanted == null) {
      return;
    }
    if (wanted.equals(mark.value())) {
      before.remove(mark.key());
    } else {
      before.put(mark.key(), mark.value());
    }
    editor.delete(item);
  }

  /// Deletes what follows, and marks that thereby became of no use.
  void delete(int length) {
    Map<String, EncodedJson> before = new LinkedHashMap<>(at.formats);
    Item start = at.right;
    int left = length;
    while (left > 0 && at.right != null) {
      Item item = at.right;
      if (item.isVisible()) {
        if (left < item.length) {
          editor.split(item, left);
        }
        left -= item.length;
        editor.delete(item);
      }
      at.forward();
    }
    at.deleted(length - left);
    if (start != null && at.parent.hasFormats) {
      new FormatGap(editor, before, at.formats).clean(start, at.right);
    }
  }

  /// Goes beyond marks that say what is wanted anyway.
  private void skipSettled(Map<String, EncodedJson> wanted) {
    for (Item item = at.right; item != null; item = at.right) {
      boolean settled =
          item.isDeleted()
              || (item.content instanceof ContentFormat mark
                  && wanted.getOrDefault(mark.key(), EncodedJson.NULL).equals(mark.value()));
      if (!settled) {
        return;
      }
      at.forward();
    }
  }

  /// Puts marks where formats begin.
  ///
  /// @return what is to be brought back behind the range
  private Map<String, EncodedJson> begin(Map<String, EncodedJson> wanted) {
    Map<String, EncodedJson> before = new LinkedHashMap<>();
    wanted.forEach((key, value) -> {
      EncodedJson current = at.formats.getOrDefault(key, EncodedJson.NULL);
      if (!current.equals(value)) {
        before.put(key, current);
        at.insert(editor, new ContentFormat(key, value));
      }
    });
    return before;
  }

  /// Puts marks that bring back what held before, where none do so already.
  private void end(Map<String, EncodedJson> before) {
    for (Item item = at.right; item != null; item = at.right) {
      if (!item.isDeleted()) {
        if (!(item.content instanceof ContentFormat mark)
            || !mark.value().equals(before.get(mark.key()))) {
          break;
        }
        before.remove(mark.key());
      }
      at.forward();
    }
    before.forEach((key, value) -> at.insert(editor, new ContentFormat(key, value)));
  }
}
