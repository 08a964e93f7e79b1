package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Decoder;

/// Reads v1: every word stands where it is needed.
final class V1UpdateReader extends UpdateReader {
  private final Names names = new Names();

  V1UpdateReader(Decoder in, Limits limits) {
    super(in, limits);
  }

  @Override
  long client() {
    return rest.readVarUint();
  }

  @Override
  int leftClock() {
    return rest.readVarUint31();
  }

  @Override
  int rightClock() {
    return rest.readVarUint31();
  }

  @Override
  int info() {
    return rest.readUint8();
  }

  @Override
  boolean isRootParent() {
    return rest.readVarUint() == 1;
  }

  @Override
  int typeRef() {
    return rest.readVarUint31();
  }

  @Override
  int len() {
    return rest.readVarUint31();
  }

  @Override
  String name() {
    int from = rest.skipVarBytes();
    rest.unitsSince(from);
    return names.of(rest.array(), from, rest.position());
  }

  @Override
  void skipName() {
    rest.skipString();
  }

  @Override
  String key() {
    return name();
  }

  @Override
  void skipKey() {
    rest.skipString();
  }

  @Override
  ContentString text() {
    int from = rest.skipVarBytes();
    int units = rest.unitsSince(from);
    return new ContentString(rest.copy(from, rest.position()), units);
  }

  @Override
  int skipText() {
    return rest.skipString();
  }

  @Override
  byte[] jsonText() {
    int from = rest.skipVarBytes();
    rest.unitsSince(from);
    checkJsonText(rest.array(), from, rest.position(), 0);
    return rest.copy(from, rest.position());
  }

  @Override
  void skipJsonText() {
    int from = rest.skipVarBytes();
    rest.unitsSince(from);
    checkJsonText(rest.array(), from, rest.position(), 0);
  }

  @Override
  EncodedJson json() {
    int from = skipJson();
    return EncodedJson.json(rest.array(), from, rest.position());
  }

  @Override
  int skipJson() {
    int from = rest.skipVarBytes();
    rest.unitsSince(from);
    checkJson(rest.array(), from, rest.position());
    return from;
  }

  @Override
  void beginRanges() {}

  @Override
  int rangeClock() {
    return rest.readVarUint31();
  }

  @Override
  int rangeLength() {
    return rest.readVarUint31();
  }
}
