package dev.carillon.yjs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A shared text with formats (`bold`, `link`…) and embedded values. Indexes and lengths count UTF-16
/// code units, as in Java and JavaScript; an embedded value counts as one.
///
/// After a change from elsewhere, Yjs in a browser deletes marks of formats that have become of no
/// use, and tells everybody. A document here leaves that to browsers: such marks show nothing, except
/// that a run of text may come in two steps of a delta. It deletes them only where it deletes text.
///
/// Threads: as [YType].
public sealed class YText extends YType permits YXmlText {
  YText(Place place) {
    super(place);
  }

  /// Returns the length, with embedded values.
  public final int length() {
    return branch().length;
  }

  /// Returns the text, without formats and embedded values.
  @Override
  public String toString() {
    return Texts.toString(branch());
  }

  @Override
  public final String toJson() {
    return toString();
  }

  /// Returns the text with formats and embedded values.
  public final List<DeltaOp> toDelta() {
    return Texts.toDelta(doc(), branch());
  }

  /// Inserts text with the formats that hold at this place.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  public final void insert(int index, String text) {
    insertContent(index, text, null);
  }

  /// Inserts text with these formats and no others.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  /// @throws IllegalArgumentException if a format has no value that Yjs has
  public final void insert(
      int index, String text, Map<String, ? extends @Nullable Object> formats) {
    insertContent(index, text, formats);
  }

  private void insertContent(
      int index, String text, @Nullable Map<String, ? extends @Nullable Object> formats) {
    Map<String, EncodedJson> wanted = formats == null ? null : TextEditor.encode(formats, limits());
    edit(editor -> {
      Position at = Position.find(editor, branch(), index);
      if (!text.isEmpty()) {
        new TextEditor(editor, at).insert(new ContentString(text), wanted);
        at.mark();
      }
    });
  }

  /// Inserts a value that stands as one character.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  /// @throws IllegalArgumentException if something is no value that Yjs has
  public final void insertEmbed(
      int index, Object value, Map<String, ? extends @Nullable Object> formats) {
    Content content = TextEditor.embed(value, limits());
    Map<String, EncodedJson> wanted = TextEditor.encode(formats, limits());
    edit(editor -> {
      Position at = Position.find(editor, branch(), index);
      new TextEditor(editor, at).insert(content, wanted);
      at.mark();
    });
  }

  /// Deletes a range.
  ///
  /// @throws IndexOutOfBoundsException if the text is shorter
  public final void delete(int index, int length) {
    edit(editor -> {
      Objects.checkFromIndexSize(index, length, branch().length);
      Position at = Position.find(editor, branch(), index);
      new TextEditor(editor, at).delete(length);
      at.mark();
    });
  }

  /// Sets formats of a range; `null` as a value takes a format away.
  ///
  /// @throws IndexOutOfBoundsException if the text is shorter
  /// @throws IllegalArgumentException if a format has no value that Yjs has
  public final void format(int index, int length, Map<String, ? extends @Nullable Object> formats) {
    Map<String, EncodedJson> wanted = TextEditor.encode(formats, limits());
    edit(editor -> {
      Objects.checkFromIndexSize(index, length, branch().length);
      if (length > 0) {
        Position at = Position.find(editor, branch(), index);
        new TextEditor(editor, at).format(length, wanted);
      }
    });
  }

  /// Applies the steps of a delta, from the beginning of the text. Steps beyond its end format or
  /// delete nothing, but what is to be retained there is filled with line ends, as Yjs does.
  ///
  /// @throws IllegalArgumentException if something is no value that Yjs has; nothing is changed then
  public final void applyDelta(List<? extends DeltaOp> delta) {
    edit(editor -> {
      var text = new TextEditor(editor, Position.start(branch()));
      for (DeltaOp op : delta) {
        text.apply(op);
      }
    });
  }

  /// Returns an attribute of the type as a whole; `null` also when there is none.
  public final @Nullable Object getAttribute(String key) {
    return Maps.get(doc(), branch(), key);
  }

  /// Returns the attributes of the type as a whole.
  public final Map<String, @Nullable Object> attributes() {
    return Maps.toMap(doc(), branch());
  }

  /// Sets an attribute of the type as a whole.
  ///
  /// @throws IllegalArgumentException if it is no value that Yjs has
  public final void setAttribute(String key, @Nullable Object value) {
    Content content = Contents.of(value, limits());
    edit(editor -> editor.set(branch(), Names.check(key), content));
  }

  /// Takes an attribute of the type as a whole away.
  public final void removeAttribute(String key) {
    edit(editor -> Maps.delete(editor, branch(), key));
  }
}
