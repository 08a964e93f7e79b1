package dev.carillon.publisher.loomio;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a document, `{type}-{id}`, `{type}-{id}-{field}` or `{type}-new-{owner}-…`. Immutable.
///
/// @param id of a record; `null`: it is about to be written
/// @param rest what comes behind, without the hyphen
record DocumentName(RecordType type, @Nullable Long id, String rest) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z]{1,32})-(new|\\d{1,18})(?:-(.*))?", Pattern.DOTALL);

  /// Returns `null` if it is none.
  static @Nullable DocumentName of(String name) {
    Matcher parts = FORM.matcher(name);
    if (!parts.matches()) {
      return null;
    }
    RecordType type = RecordType.of(parts.group(1));
    if (type == null) {
      return null;
    }
    Long id = parts.group(2).equals("new") ? null : Long.valueOf(parts.group(2));
    return new DocumentName(type, id, parts.group(3) == null ? "" : parts.group(3));
  }
}
