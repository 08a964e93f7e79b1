package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.IntDiffOptRleDecoder;
import dev.carillon.yjs.lib0.RleDecoder;
import dev.carillon.yjs.lib0.StringDecoder;
import dev.carillon.yjs.lib0.UintOptRleDecoder;
import java.util.ArrayList;
import java.util.List;

/// Reads v2: words of a kind stand together in a column.
final class V2UpdateReader extends UpdateReader {
  private final IntDiffOptRleDecoder keyClocks;
  private final UintOptRleDecoder clients;
  private final IntDiffOptRleDecoder leftClocks;
  private final IntDiffOptRleDecoder rightClocks;
  private final RleDecoder infos;
  private final StringDecoder strings;
  private final RleDecoder parentInfos;
  private final UintOptRleDecoder typeRefs;
  private final UintOptRleDecoder lengths;
  private final List<String> keys = new ArrayList<>();
  private final Names names = new Names();
  private int repeatedLeft; // a long key that is repeated costs next to nothing here, but in v1
  private long rangeEnd;

  V2UpdateReader(Decoder in, Limits limits) {
    super(in, limits);
    repeatedLeft = limits.documentBytes();
    if (in.readVarUint() != 0) {
      throw malformed(0, "an update of v2 with unknown features (or one of v1)");
    }
    keyClocks = new IntDiffOptRleDecoder(in.readColumn());
    clients = new UintOptRleDecoder(in.readColumn());
    leftClocks = new IntDiffOptRleDecoder(in.readColumn());
    rightClocks = new IntDiffOptRleDecoder(in.readColumn());
    infos = new RleDecoder(in.readColumn());
    strings = new StringDecoder(in.readColumn());
    parentInfos = new RleDecoder(in.readColumn());
    typeRefs = new UintOptRleDecoder(in.readColumn());
    lengths = new UintOptRleDecoder(in.readColumn());
  }

  @Override
  long client() {
    return clients.read();
  }

  @Override
  int leftClock() {
    return leftClocks.read();
  }

  @Override
  int rightClock() {
    return rightClocks.read();
  }

  @Override
  int info() {
    return infos.read();
  }

  @Override
  boolean isRootParent() {
    return parentInfos.read() == 1;
  }

  @Override
  int typeRef() {
    return toInt(typeRefs);
  }

  @Override
  int len() {
    return toInt(lengths);
  }

  private static int toInt(UintOptRleDecoder column) {
    long value = column.read();
    if (value > Integer.MAX_VALUE) {
      throw limit(column.position(), "a clock, length or count beyond 31 bits");
    }
    return (int) value;
  }

  @Override
  String name() {
    strings.skip();
    byte[] name = strings.last();
    return names.of(name, 0, name.length);
  }

  @Override
  void skipName() {
    strings.skip();
  }

  @Override
  String key() {
    int number = keyClocks.read();
    if (number < keys.size()) {
      String key = keys.get(number);
      repeatedLeft -= key.length();
      if (repeatedLeft < 0) {
        throw limit(rest.position(), "keys that are repeated too often");
      }
      return key;
    }
    String key = name();
    keys.add(key);
    return key;
  }

  @Override
  void skipKey() {
    key(); // it may be asked for again
  }

  @Override
  ContentString text() {
    int units = strings.skip();
    return new ContentString(strings.last(), units);
  }

  @Override
  int skipText() {
    return strings.skip();
  }

  @Override
  byte[] jsonText() {
    strings.skip();
    byte[] text = strings.last();
    checkJsonText(text, 0, text.length, strings.start());
    return text;
  }

  @Override
  void skipJsonText() {
    jsonText();
  }

  @Override
  EncodedJson json() {
    int from = skipJson();
    return EncodedJson.any(rest.copy(from, rest.position()));
  }

  @Override
  int skipJson() {
    int from = rest.position();
    skipAnyAsJson();
    return from;
  }

  @Override
  void beginRanges() {
    rangeEnd = 0;
  }

  @Override
  int rangeClock() {
    int at = rest.position();
    rangeEnd += rest.readVarUint();
    return checkClock(at, rangeEnd);
  }

  @Override
  int rangeLength() {
    int at = rest.position();
    long length = rest.readVarUint() + 1;
    rangeEnd += length;
    return checkClock(at, length);
  }

  private static int checkClock(int at, long clock) {
    if (clock > Integer.MAX_VALUE) {
      throw limit(at, "a clock, length or count beyond 31 bits");
    }
    return (int) clock;
  }
}
