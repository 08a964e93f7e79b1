package dev.carillon.yjs.node;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One seed: editors in Yjs and in Java change one document together, over a bad network.
final class DifferentialCase {
  private static final int ROUNDS = 3;

  private final Node node;
  private final int seed;
  private final Random random;
  private final Calculations calculations = new Calculations();
  private final JavaPeer editor;
  private final JavaPeer listener;
  private final List<JavaPeer> peers;

  DifferentialCase(Node node, int seed) {
    this.node = node;
    this.seed = seed;
    this.random = new Random(seed);
    // An id that the Yjs side gives to nobody.
    long client = random.nextInt(4) == 0 ? 5_000_000_000L : 1;
    editor = new JavaPeer(client, random, calculations);
    listener = new JavaPeer(2, random, calculations);
    peers = List.of(editor, listener);
  }

  /// Plays the case and returns in which round the two sides disagreed, and in what; null for never.
  @Nullable String play() throws IOException {
    node.ask(new Question('O').number(seed).number(peers.size()));
    for (int round = 1; round <= ROUNDS; round++) {
      exchange();
      String problem = problem(false);
      if (!problem.isEmpty()) {
        return "round " + round + ", " + problem;
      }
    }
    arrive(Packet.readAll(node.ask(new Question('S'))));
    peers.forEach(JavaPeer::applyAll);
    String problem = problem(true);
    return problem.isEmpty() ? null : "at the end, " + problem;
  }

  private void exchange() throws IOException {
    List<Packet> packets = Packet.readAll(node.ask(new Question('E')));
    calculate(packets);
    arrive(packets);
    List<Packet> made = new ArrayList<>();
    for (int n = random.nextInt(5); n > 0; n--) {
      made.addAll(editor.edit());
      if (random.nextBoolean()) {
        editor.applySome();
      }
    }
    peers.forEach(JavaPeer::applySome);
    if (random.nextInt(3) == 0) {
      made.add(difference());
    }
    arrive(made);
    tell(made);
  }

  /// What the listener lacks, or all that the editor has, is an update too.
  private Packet difference() {
    Doc known = random.nextBoolean() ? listener.doc() : new Doc();
    return new Packet(UpdateFormat.V1, editor.doc().encodeStateAsUpdate(known.stateVector()));
  }

  private void arrive(List<Packet> packets) {
    peers.forEach(peer -> peer.arrive(packets));
  }

  /// Lets the editors in Yjs hear of what was made in Java, in both formats.
  private void tell(List<Packet> made) throws IOException {
    Question question = new Question('U');
    question.list(
        made,
        packet ->
            question
                .bytes(packet.bytes())
                .bytes(Updates.convert(packet.bytes(), UpdateFormat.V1, UpdateFormat.V2)));
    node.ask(question);
  }

  private void calculate(List<Packet> packets) {
    for (Packet packet : packets) {
      switch (random.nextInt(4)) {
        case 0 -> calculations.about(packet);
        case 1 -> calculations.diff(packet, listener.doc().stateVector());
        default -> {}
      }
    }
  }

  private String problem(boolean settled) throws IOException {
    String wrong = Node.string(node.ask(calculations.question()));
    if (!wrong.isEmpty()) {
      return wrong;
    }
    Question report = new Question('R').flag(settled);
    report.list(peers, peer -> peer.report(report));
    return Node.string(node.ask(report));
  }
}
