package dev.carillon.yjs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A shared map from strings to values, which are those of a [YArray]. Of concurrent changes of one
/// key, one prevails, the same everywhere.
///
/// Threads: as [YType].
public sealed class YMap extends YType permits YXmlHook {
  YMap(Place place) {
    super(place);
  }

  /// Returns the number of keys.
  public int size() {
    int size = 0;
    for (Item item : branch().currentValues().values()) {
      size += item.isDeleted() ? 0 : 1;
    }
    return size;
  }

  /// Whether there is a value for a key.
  public boolean has(String key) {
    Item item = branch().value(key);
    return item != null && !item.isDeleted();
  }

  /// Returns the value of a key; `null` also when there is none.
  public @Nullable Object get(String key) {
    return Maps.get(doc(), branch(), key);
  }

  /// Returns all keys and values, in the order in which the keys came up here.
  public Map<String, @Nullable Object> toMap() {
    return Maps.toMap(doc(), branch());
  }

  @Override
  public Map<String, @Nullable Object> toJson() {
    return TypeJson.of(this);
  }

  /// Sets the value of a key.
  ///
  /// @throws IllegalArgumentException if it is no value that Yjs has
  public void set(String key, @Nullable Object value) {
    Content content = Contents.of(value, limits());
    edit(editor -> editor.set(branch(), Names.check(key), content));
  }

  /// Takes a key away, if it is there.
  public void delete(String key) {
    edit(editor -> Maps.delete(editor, branch(), key));
  }

  /// Makes an empty list the value of a key and returns it.
  public YArray setArray(String key) {
    return (YArray) setType(key, ContentType.ARRAY);
  }

  /// Makes an empty map the value of a key and returns it.
  public YMap setMap(String key) {
    return (YMap) setType(key, ContentType.MAP);
  }

  /// Makes an empty text the value of a key and returns it.
  public YText setText(String key) {
    return (YText) setType(key, ContentType.TEXT);
  }

  private YType setType(String key, int typeRef) {
    return Maps.setType(this, Names.check(key), new ContentType(typeRef, null));
  }
}
