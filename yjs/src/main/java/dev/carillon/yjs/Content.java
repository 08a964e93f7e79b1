package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

/// What an item holds. Confined to the thread of its document.
///
/// Content stays as it is encoded until somebody asks for its values.
abstract sealed class Content
    permits ContentAny,
        ContentBinary,
        ContentDeleted,
        ContentDoc,
        ContentEmbed,
        ContentFormat,
        ContentJson,
        ContentString,
        ContentType {
  static final int GC = 0;
  static final int DELETED = 1;
  static final int JSON = 2;
  static final int BINARY = 3;
  static final int STRING = 4;
  static final int EMBED = 5;
  static final int FORMAT = 6;
  static final int TYPE = 7;
  static final int ANY = 8;
  static final int DOC = 9;
  static final int SKIP = 10;

  /// The bits of an info byte that say what the content is.
  static final int REF_BITS = 0x1F;

  /// Reads the content of an item.
  ///
  /// A length of 0 is possible in bytes from outside; such an item stands for nothing and is to be
  /// left out.
  ///
  /// @param ref the content ref: neither that of GC nor that of Skip
  static Content read(UpdateReader in, int ref) {
    return switch (ref) {
      case DELETED -> new ContentDeleted(in.len());
      case JSON -> ContentJson.read(in);
      case BINARY -> new ContentBinary(in.buf());
      case STRING -> in.text();
      case EMBED -> new ContentEmbed(in.json());
      case FORMAT -> new ContentFormat(in.key(), in.json());
      case TYPE -> ContentType.read(in);
      case ANY -> ContentAny.read(in);
      case DOC -> new ContentDoc(in.name(), in.subdocOptions());
      default -> throw unknown(in);
    };
  }

  /// Passes over the content of an item, checking it as [#read] does.
  ///
  /// @return its length
  static int skip(UpdateReader in, int ref) {
    return switch (ref) {
      case DELETED -> in.len();
      case STRING -> in.skipText();
      case JSON -> {
        int count = in.len();
        for (int left = count; left > 0; left--) {
          in.skipJsonText();
        }
        yield count;
      }
      case ANY -> {
        int count = in.len();
        in.skipAnys(count);
        yield count;
      }
      default -> {
        skipOne(in, ref);
        yield 1;
      }
    };
  }

  private static void skipOne(UpdateReader in, int ref) {
    switch (ref) {
      case BINARY -> in.skipBuf();
      case EMBED -> in.skipJson();
      case FORMAT -> {
        in.skipKey();
        in.skipJson();
      }
      case TYPE -> ContentType.read(in);
      case DOC -> {
        in.skipName();
        in.skipSubdocOptions();
      }
      default -> throw unknown(in);
    }
  }

  private static RuntimeException unknown(UpdateReader in) {
    return malformed(in.rest.position(), "content of an unknown kind");
  }

  /// Returns how many clocks the content takes; for text, UTF-16 code units.
  abstract int length();

  /// Returns whether the content counts in the length of its parent.
  abstract boolean isCountable();

  /// Returns the content ref, which goes into the info byte.
  abstract int ref();

  /// Returns about how many bytes it takes when encoded.
  int weight() {
    return 0;
  }

  /// Keeps the first `offset` of the length and returns the rest.
  ///
  /// @throws IllegalStateException if the length is always 1
  Content split(int offset) {
    throw new IllegalStateException("content of length 1");
  }

  /// Returns whether content of this kind joins with more of its kind.
  final boolean isJoinable() {
    return switch (this) {
      case ContentString _, ContentAny _, ContentJson _, ContentDeleted _ -> true;
      default -> false;
    };
  }

  /// Takes the content of the right neighbour over, if both can be one.
  boolean tryAppend(Content right) {
    return false;
  }

  /// Writes what lies behind the first `offset` of the length.
  abstract void write(UpdateWriter out, int offset);
}
