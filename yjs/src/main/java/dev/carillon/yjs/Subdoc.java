package dev.carillon.yjs;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A document within a document, as content: what is in it is synchronised apart. Immutable as far
/// as its options are.
///
/// @param guid its name among all documents
/// @param options what Yjs keeps with it: `gc`, `autoLoad`, `meta`
public record Subdoc(String guid, Map<String, @Nullable Object> options) {
  /// Checks that there are a name and options.
  public Subdoc {
    Objects.requireNonNull(guid);
    Objects.requireNonNull(options);
  }

  /// Makes a sub-document without options.
  public Subdoc(String guid) {
    this(guid, Map.of());
  }
}
