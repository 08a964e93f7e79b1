package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.IntDiffOptRleEncoder;
import dev.carillon.yjs.lib0.RleEncoder;
import dev.carillon.yjs.lib0.StringEncoder;
import dev.carillon.yjs.lib0.UintOptRleEncoder;

/// Writes v2: words of a kind together in a column.
final class V2UpdateWriter extends UpdateWriter {
  private final IntDiffOptRleEncoder keyClocks = new IntDiffOptRleEncoder();
  private final UintOptRleEncoder clients = new UintOptRleEncoder();
  private final IntDiffOptRleEncoder leftClocks = new IntDiffOptRleEncoder();
  private final IntDiffOptRleEncoder rightClocks = new IntDiffOptRleEncoder();
  private final RleEncoder infos = new RleEncoder();
  private final StringEncoder strings = new StringEncoder();
  private final RleEncoder parentInfos = new RleEncoder();
  private final UintOptRleEncoder typeRefs = new UintOptRleEncoder();
  private final UintOptRleEncoder lengths = new UintOptRleEncoder();
  private int keyCount;
  private int rangeEnd;

  @Override
  void client(long client) {
    clients.write(client);
  }

  @Override
  void leftClock(int clock) {
    leftClocks.write(clock);
  }

  @Override
  void rightClock(int clock) {
    rightClocks.write(clock);
  }

  @Override
  void info(int info) {
    infos.write(info);
  }

  @Override
  void isRootParent(boolean root) {
    parentInfos.write(root ? 1 : 0);
  }

  @Override
  void typeRef(int typeRef) {
    typeRefs.write(typeRef);
  }

  @Override
  void len(int length) {
    lengths.write(length);
  }

  @Override
  void name(String name) {
    strings.write(name);
  }

  // Keys could be shared by their numbers, but Yjs never does and cannot start to.
  @Override
  void key(String key) {
    keyClocks.write(keyCount++);
    strings.write(key);
  }

  @Override
  void text(byte[] utf8, int from, int size, int units) {
    strings.write(utf8, from, size, units);
  }

  @Override
  void json(EncodedJson value) {
    byte[] any = value.toAny();
    rest.writeBytes(any, 0, any.length);
  }

  @Override
  void beginRanges() {
    rangeEnd = 0;
  }

  @Override
  void range(int clock, int length) {
    rest.writeVarUint(clock - rangeEnd);
    rest.writeVarUint(length - 1);
    rangeEnd = clock + length;
  }

  @Override
  byte[] toByteArray() {
    var out = new Encoder(rest.size() + 256);
    out.writeVarUint(0); // no features
    out.writeVarBytes(keyClocks.finish());
    out.writeVarBytes(clients.finish());
    out.writeVarBytes(leftClocks.finish());
    out.writeVarBytes(rightClocks.finish());
    out.writeVarBytes(infos.finish());
    out.writeVarBytes(strings.finish());
    out.writeVarBytes(parentInfos.finish());
    out.writeVarBytes(typeRefs.finish());
    out.writeVarBytes(lengths.finish());
    out.writeAll(rest);
    return out.toByteArray();
  }
}
