package dev.carillon.yjs;

import dev.carillon.yjs.lib0.AnyValue;
import dev.carillon.yjs.lib0.AnyWriter;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns contents into Java values and back.
final class Contents {
  private Contents() {}

  /// Adds the values of an item to a list.
  static void read(Doc doc, Item item, List<@Nullable Object> into) {
    switch (item.content) {
      case ContentAny any -> into.addAll(any.toList());
      case ContentJson json -> into.addAll(json.toList());
      case ContentString text ->
          text.toString().chars().forEach(unit -> into.add(String.valueOf((char) unit)));
      case ContentBinary binary -> into.add(binary.bytes());
      case ContentEmbed embed -> into.add(embed.value().value());
      case ContentType type -> into.add(YType.of(doc, item, type));
      case ContentDoc subdoc -> into.add(subdoc(subdoc));
      case ContentFormat _ -> {}
      case ContentDeleted _ -> {}
    }
  }

  /// Returns the value at `index` in an item.
  static @Nullable Object read(Doc doc, Item item, int index) {
    if (item.content instanceof ContentAny any) {
      return any.value(index);
    }
    List<@Nullable Object> values = new ArrayList<>(item.length);
    read(doc, item, values);
    return index < values.size() ? values.get(index) : Undefined.UNDEFINED;
  }

  private static Subdoc subdoc(ContentDoc content) {
    Object options = AnyValue.read(new Decoder(content.options()), Integer.MAX_VALUE);
    Map<String, @Nullable Object> map = Map.of();
    if (options instanceof Map<?, ?> known) {
      map = asOptions(known);
    }
    return new Subdoc(content.guid(), map);
  }

  @SuppressWarnings("unchecked") // an object that was read has strings for keys
  private static Map<String, @Nullable Object> asOptions(Map<?, ?> known) {
    return (Map<String, @Nullable Object>) known;
  }

  /// Makes contents of values: plain ones that follow each other become one.
  ///
  /// @throws IllegalArgumentException if the format has no such value
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if one is deeper than the limits allow
  static List<Content> of(List<? extends @Nullable Object> values, Limits limits) {
    List<Content> contents = new ArrayList<>(1);
    Encoder plain = new Encoder();
    int count = 0;
    for (Object value : values) {
      Content alone = single(value, limits);
      if (alone == null) {
        AnyWriter.write(plain, value, limits.valueDepth());
        count++;
        continue;
      }
      if (count > 0) {
        contents.add(new ContentAny(plain.toByteArray(), count));
        plain.clear();
        count = 0;
      }
      contents.add(alone);
    }
    if (count > 0) {
      contents.add(new ContentAny(plain.toByteArray(), count));
    }
    return contents;
  }

  /// Makes the content of one value, as [#of(List, Limits)] does.
  static Content of(@Nullable Object value, Limits limits) {
    Content alone = single(value, limits);
    if (alone != null) {
      return alone;
    }
    Encoder plain = new Encoder();
    AnyWriter.write(plain, value, limits.valueDepth());
    return new ContentAny(plain.toByteArray(), 1);
  }

  private static @Nullable Content single(@Nullable Object value, Limits limits) {
    return switch (value) {
      case byte[] bytes -> new ContentBinary(bytes.clone());
      case Subdoc subdoc -> {
        Encoder options = new Encoder();
        AnyWriter.write(options, subdoc.options(), limits.valueDepth());
        yield new ContentDoc(Names.check(subdoc.guid()), options.toByteArray());
      }
      case YType _ -> throw new IllegalArgumentException("a shared type is made where it is to be");
      case null, default -> null;
    };
  }
}
