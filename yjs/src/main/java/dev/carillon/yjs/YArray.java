package dev.carillon.yjs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shared list of values.
///
/// A value is `null`, [dev.carillon.yjs.lib0.Undefined], a Boolean, a Number, a String, a byte[], a
/// List or Map of such (which is replaced only as a whole), a [Subdoc], or a shared type. Numbers are
/// read as Integer, Long or Double by their value, and a bigint as BigInteger.
///
/// Threads: as [YType].
public final class YArray extends YType {
  YArray(Place place) {
    super(place);
  }

  /// Returns the number of values.
  public int length() {
    return branch().length;
  }

  /// Returns a value.
  ///
  /// @throws IndexOutOfBoundsException if there is no such index
  public @Nullable Object get(int index) {
    return Lists.get(doc(), branch(), index);
  }

  /// Returns all values.
  public List<@Nullable Object> toList() {
    return Lists.toList(doc(), branch());
  }

  @Override
  public List<@Nullable Object> toJson() {
    return TypeJson.of(this);
  }

  /// Inserts values.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  /// @throws IllegalArgumentException if something is no value that Yjs has
  public void insert(int index, List<? extends @Nullable Object> values) {
    List<Content> contents = Contents.of(values, limits());
    edit(editor -> Lists.insert(editor, branch(), index, contents));
  }

  /// Appends values.
  ///
  /// @throws IllegalArgumentException if something is no value that Yjs has
  public void push(@Nullable Object... values) {
    insert(length(), Arrays.asList(values));
  }

  /// Deletes values.
  ///
  /// @throws IndexOutOfBoundsException if there are not so many
  public void delete(int index, int length) {
    edit(editor -> Lists.delete(editor, branch(), index, length));
  }

  /// Inserts an empty list and returns it.
  public YArray insertArray(int index) {
    return (YArray) insertType(index, ContentType.ARRAY);
  }

  /// Inserts an empty map and returns it.
  public YMap insertMap(int index) {
    return (YMap) insertType(index, ContentType.MAP);
  }

  /// Inserts an empty text and returns it.
  public YText insertText(int index) {
    return (YText) insertType(index, ContentType.TEXT);
  }

  private YType insertType(int index, int typeRef) {
    return Lists.insertType(this, index, new ContentType(typeRef, null));
  }
}
