package dev.carillon.yjs.node;

import dev.carillon.yjs.Limits;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.Updates;
import java.util.ArrayList;
import java.util.List;

/// Asks [Updates], and remembers questions and answers for the Yjs side to check.
final class Calculations {
  private static final byte[] NOTHING = {};

  private final List<Calculation> done = new ArrayList<>();

  byte[] merge(UpdateFormat format, List<byte[]> inputs) {
    byte[] merged = Updates.mergeUpdates(inputs, format, Limits.DEFAULT);
    done.add(new Calculation(1, format, inputs, NOTHING, merged));
    return merged;
  }

  byte[] diff(Packet packet, StateVector vector) {
    byte[] diff = Updates.diffUpdate(packet.bytes(), vector, packet.format(), Limits.DEFAULT);
    done.add(new Calculation(2, packet.format(), List.of(packet.bytes()), vector.encode(), diff));
    return diff;
  }

  /// Calculates what takes one update alone: its state vector, and the same update in the other format.
  void about(Packet packet) {
    List<byte[]> input = List.of(packet.bytes());
    UpdateFormat format = packet.format();
    byte[] vector = Updates.stateVector(packet.bytes(), format, Limits.DEFAULT).encode();
    done.add(new Calculation(3, format, input, NOTHING, vector));
    UpdateFormat other = format == UpdateFormat.V1 ? UpdateFormat.V2 : UpdateFormat.V1;
    byte[] converted = Updates.convert(packet.bytes(), format, other);
    done.add(new Calculation(4, format, input, NOTHING, converted));
  }

  Question question() {
    Question question = new Question('C');
    question.list(done, calculation -> calculation.write(question));
    done.clear();
    return question;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Calculation(
      int kind, UpdateFormat format, List<byte[]> inputs, byte[] vector, byte[] result) {
    void write(Question question) {
      question
          .oneByte(kind)
          .oneByte(Packet.number(format))
          .list(inputs, question::bytes)
          .bytes(vector)
          .bytes(result);
    }
  }
}
