package dev.carillon.yjs.node;

import dev.carillon.yjs.UpdateFormat;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An update on its way. The array is changed by nobody.
@SuppressWarnings("ArrayRecordComponent")
record Packet(UpdateFormat format, byte[] bytes) {

  static List<Packet> readAll(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Packet> packets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      UpdateFormat format = in.readByte() == 1 ? UpdateFormat.V1 : UpdateFormat.V2;
      packets.add(new Packet(format, Node.bytes(in)));
    }
    return packets;
  }

  void write(Question question) {
    question.oneByte(number(format)).bytes(bytes);
  }

  static int number(UpdateFormat format) {
    return format == UpdateFormat.V1 ? 1 : 2;
  }
}
