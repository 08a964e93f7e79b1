package dev.carillon.yjs.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.MutatedUpdates;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.Updates;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nothing is passed on that Yjs cannot read, whatever came in.
final class PassedOnIT {
  private static final String USUAL = "1-2000";
  private static final int ENOUGH = 5;

  @Test
  void yjsReadsWhatWasTaken() throws IOException {
    String[] seeds = System.getProperty("yjs.agreement", USUAL).split("-", -1);
    long first = Long.parseLong(seeds[0]);
    long last = Long.parseLong(seeds[seeds.length - 1]);
    List<String> problems = new ArrayList<>();
    int asked = 0;
    try (Node node = Node.start()) {
      for (long seed = first; seed <= last && problems.size() < ENOUGH; seed++) {
        for (UpdateFormat format : UpdateFormat.values()) {
          List<Packet> packets = passedOn(new MutatedUpdates(seed).next(format), format);
          asked += packets.size();
          String problem = problem(node, packets);
          if (!problem.isEmpty()) {
            problems.add("seed " + seed + " in " + format + ": " + problem);
          }
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(asked).isPositive();
  }

  /// Returns all that comes out here of one update; nothing where it is refused.
  private static List<Packet> passedOn(byte[] update, UpdateFormat format) {
    try {
      Doc doc = new Doc();
      List<Packet> packets = new ArrayList<>();
      doc.onUpdate((event, transaction) -> packets.add(new Packet(UpdateFormat.V1, event)));
      doc.applyUpdate(update, format);
      packets.add(new Packet(format, Updates.mergeUpdates(List.of(update), format)));
      packets.add(new Packet(format, Updates.diffUpdate(update, StateVector.EMPTY, format)));
      for (UpdateFormat other : UpdateFormat.values()) {
        packets.add(new Packet(other, Updates.convert(update, format, other)));
        packets.add(new Packet(other, doc.encodeStateAsUpdate(other)));
        Doc loaded = Doc.load(update, format, DocSettings.DEFAULT);
        packets.add(new Packet(other, loaded.encodeStateAsUpdate(other)));
      }
      return packets;
    } catch (UpdateRefusedException refused) {
      return List.of();
    }
  }

  private static String problem(Node node, List<Packet> packets) throws IOException {
    Question question = new Question('P');
    question.list(packets, packet -> packet.write(question));
    return Node.string(node.ask(question));
  }
}
