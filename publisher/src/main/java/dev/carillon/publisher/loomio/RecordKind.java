package dev.carillon.publisher.loomio;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One kind of record: what its collection is called, and how it is loaded and written. Immutable.
///
/// @param root the name of the collection: `comments`
/// @param id the id of a record
/// @param loader loads what others refer to; `null`: records of this kind come only by themselves
public record RecordKind<T>(
    Class<T> type,
    String root,
    ToLongFunction<T> id,
    Serializer<T> serializer,
    @Nullable Loader<T> loader) {

  /// Returns a kind that nobody refers to.
  public static <T> RecordKind<T> of(
      Class<T> type, String root, ToLongFunction<T> id, Serializer<T> serializer) {
    return new RecordKind<>(type, root, id, serializer, null);
  }

  /// Returns the same, loaded with a loader when others refer to it.
  public RecordKind<T> loadedBy(Loader<T> other) {
    return new RecordKind<>(type, root, id, serializer, other);
  }
}
