package dev.carillon.yjs;

/// Writes v1: every word where it is needed.
final class V1UpdateWriter extends UpdateWriter {
  @Override
  void client(long client) {
    rest.writeVarUint(client);
  }

  @Override
  void leftClock(int clock) {
    rest.writeVarUint(clock);
  }

  @Override
  void rightClock(int clock) {
    rest.writeVarUint(clock);
  }

  @Override
  void info(int info) {
    rest.writeUint8(info);
  }

  @Override
  void isRootParent(boolean root) {
    rest.writeUint8(root ? 1 : 0);
  }

  @Override
  void typeRef(int typeRef) {
    rest.writeVarUint(typeRef);
  }

  @Override
  void len(int length) {
    rest.writeVarUint(length);
  }

  @Override
  void name(String name) {
    rest.writeString(name);
  }

  @Override
  void key(String key) {
    rest.writeString(key);
  }

  @Override
  void text(byte[] utf8, int from, int size, int units) {
    rest.writeVarBytes(utf8, from, size);
  }

  @Override
  void json(EncodedJson value) {
    rest.writeVarBytes(value.toJson());
  }

  @Override
  void beginRanges() {}

  @Override
  void range(int clock, int length) {
    rest.writeVarUint(clock);
    rest.writeVarUint(length);
  }

  @Override
  byte[] toByteArray() {
    return rest.toByteArray();
  }
}
