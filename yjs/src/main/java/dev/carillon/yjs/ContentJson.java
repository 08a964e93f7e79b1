package dev.carillon.yjs;

import dev.carillon.yjs.lib0.JsonReader;
import dev.carillon.yjs.lib0.Undefined;
import dev.carillon.yjs.lib0.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of an array as Yjs wrote them long ago: each a string of JSON, or the word `undefined`.
final class ContentJson extends Content {
  private List<byte[]> texts;

  private ContentJson(List<byte[]> texts) {
    this.texts = texts;
  }

  static ContentJson read(UpdateReader in) {
    List<byte[]> texts = new ArrayList<>();
    for (int left = in.len(); left > 0; left--) {
      texts.add(in.jsonText());
    }
    return new ContentJson(texts);
  }

  /// Returns the values.
  List<@Nullable Object> toList() {
    List<@Nullable Object> list = new ArrayList<>(texts.size());
    for (byte[] text : texts) {
      list.add(decode(text));
    }
    return list;
  }

  /// Returns the value at `index`.
  @Nullable Object value(int index) {
    return decode(texts.get(index));
  }

  private static @Nullable Object decode(byte[] text) {
    return text[0] == 'u' ? Undefined.UNDEFINED : JsonReader.read(text);
  }

  @Override
  int length() {
    return texts.size();
  }

  @Override
  boolean isCountable() {
    return true;
  }

  @Override
  int weight() {
    int weight = 0;
    for (byte[] text : texts) {
      weight += text.length + 1;
    }
    return weight;
  }

  @Override
  int ref() {
    return JSON;
  }

  @Override
  Content split(int offset) {
    var right = new ContentJson(new ArrayList<>(texts.subList(offset, texts.size())));
    texts = new ArrayList<>(texts.subList(0, offset));
    return right;
  }

  @Override
  boolean tryAppend(Content right) {
    return right instanceof ContentJson more && texts.addAll(more.texts);
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.len(texts.size() - offset);
    for (byte[] text : texts.subList(offset, texts.size())) {
      out.text(text, 0, text.length, Utf8.utf16Length(text, 0, text.length));
    }
  }
}
