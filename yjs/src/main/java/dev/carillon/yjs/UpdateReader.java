package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import dev.carillon.yjs.lib0.AnyValue;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.JsonCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the words of which an update consists, in either format. Confined to one thread.
///
/// What is read is checked: what comes out is well formed and may be written again. Words that the
/// caller does not need are passed over by the methods that begin with `skip`.
abstract sealed class UpdateReader permits V1UpdateReader, V2UpdateReader {
  private static final byte[] UNDEFINED = "undefined".getBytes(StandardCharsets.US_ASCII);

  /// What is not in columns: counts, first clocks, bytes, values, the delete set. In v1, all.
  final Decoder rest;

  private final int valueDepth;
  private int structsLeft;

  UpdateReader(Decoder rest, Limits limits) {
    this.rest = rest;
    valueDepth = limits.valueDepth();
    structsLeft = limits.structs();
  }

  static UpdateReader of(byte[] update, UpdateFormat format, Limits limits) {
    var in = new Decoder(update);
    return format == UpdateFormat.V1
        ? new V1UpdateReader(in, limits)
        : new V2UpdateReader(in, limits);
  }

  /// Holds an id that an item names against the id of the item itself.
  ///
  /// Of its own client an item can only name what came before it. Yjs throws on anything else,
  /// whichever update brought it.
  final void checkNamed(long client, int clock, long named, int namedClock) {
    if (named == client && namedClock >= clock) {
      throw malformed(rest.position(), "an item refers to itself or a later one of its own client");
    }
  }

  /// Checks that nothing follows the delete set, with which an update ends.
  ///
  /// Yjs does not look. But bytes behind the end mostly belong to the other format, and to take
  /// these would be to take the update for an empty one.
  final void end() {
    if (rest.remaining() > 0) {
      throw malformed(rest.position(), "bytes behind the end (or the other format)");
    }
  }

  /// Reads how many clients follow.
  final int clients() {
    return rest.readVarUint31();
  }

  /// Reads how many structs of a client follow, and holds it against the limit.
  final int structs() {
    int at = rest.position();
    int count = rest.readVarUint31();
    structsLeft -= count;
    if (structsLeft < 0) {
      throw limit(at, "too many structs in one update");
    }
    return count;
  }

  /// Reads the clock of the first struct of a client.
  final int firstClock() {
    return rest.readVarUint31();
  }

  /// Reads the length of a Skip, which is in no column.
  final int skipLength() {
    return rest.readVarUint31();
  }

  /// Reads `count` values and returns their bytes; a copy.
  final byte[] anys(int count) {
    int from = rest.position();
    skipAnys(count);
    return rest.copy(from, rest.position());
  }

  final void skipAnys(int count) {
    for (int left = count; left > 0; left--) {
      AnyValue.skip(rest, valueDepth);
    }
  }

  /// Reads the options of a sub-document and returns their bytes; a copy.
  final byte[] subdocOptions() {
    int from = rest.position();
    skipSubdocOptions();
    return rest.copy(from, rest.position());
  }

  /// Passes over the options of a sub-document. Without any, Yjs throws.
  final void skipSubdocOptions() {
    int from = rest.position();
    if (AnyValue.isNothing(rest)) {
      throw malformed(from, "a sub-document without options");
    }
    skipAnys(1);
  }

  /// Passes over one value that v1 writes as JSON.
  final void skipAnyAsJson() {
    AnyValue.skipJson(rest, valueDepth);
  }

  final byte[] buf() {
    return rest.readVarBytes();
  }

  final void skipBuf() {
    rest.skipVarBytes();
  }

  /// Checks one string of JSON, or the word `undefined`.
  ///
  /// @param shift what to add to an offset in `bytes` to get that in the update
  final void checkJsonText(byte[] bytes, int from, int to, int shift) {
    if (!Arrays.equals(bytes, from, to, UNDEFINED, 0, UNDEFINED.length)) {
      JsonCheck.check(bytes, from, to, valueDepth, shift);
    }
  }

  final void checkJson(byte[] bytes, int from, int to) {
    JsonCheck.check(bytes, from, to, valueDepth, 0);
  }

  /// Reads the client of a section, of a left or right id, or of a parent.
  abstract long client();

  /// Reads the clock of a left id or of a parent; its client comes first.
  abstract int leftClock();

  /// Reads the clock of a right id; its client comes first.
  abstract int rightClock();

  abstract int info();

  /// Reads whether the parent is a root type (its name follows) or an item (its id follows).
  abstract boolean isRootParent();

  abstract int typeRef();

  /// Reads a length or a count.
  abstract int len();

  /// Reads a string that comes often: a root name, the key of a map, a guid.
  abstract String name();

  abstract void skipName();

  /// Reads the key of a format, or a node name.
  abstract String key();

  abstract void skipKey();

  /// Reads the text of an item.
  abstract ContentString text();

  /// Passes over the text of an item.
  ///
  /// @return its length in UTF-16 code units
  abstract int skipText();

  /// Reads one string of JSON, or the word `undefined`; a copy.
  abstract byte[] jsonText();

  /// Passes over one string of JSON, or the word `undefined`.
  abstract void skipJsonText();

  /// Reads the value of an embed or a format: JSON in v1, an any-value in v2.
  abstract EncodedJson json();

  /// Passes over the value of an embed or a format.
  ///
  /// @return where its bytes began
  abstract int skipJson();

  /// Begins the ranges of a client in the delete set.
  abstract void beginRanges();

  abstract int rangeClock();

  abstract int rangeLength();
}
