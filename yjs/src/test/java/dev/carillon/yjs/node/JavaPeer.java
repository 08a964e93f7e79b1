package dev.carillon.yjs.node;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A document of the Java side: hears of packets late, out of order and merged, and is edited.
final class JavaPeer {
  private final Doc doc;
  private final Random random;
  private final RandomEdits edits;
  private final Calculations calculations;

  /// What has arrived but was not yet applied.
  private final List<Packet> waiting = new ArrayList<>();

  /// Since the last report: what was applied or made, in order, and what listeners were told.
  private final List<Packet> log = new ArrayList<>();

  private final List<byte[]> events = new ArrayList<>();

  private boolean edited;

  JavaPeer(long clientId, Random random, Calculations calculations) {
    this.doc = Doc.create(DocSettings.DEFAULT.withClientIds(() -> clientId));
    this.random = random;
    this.edits = new RandomEdits(random);
    this.calculations = calculations;
    doc.onUpdate((update, transaction) -> events.add(update));
  }

  Doc doc() {
    return doc;
  }

  void arrive(List<Packet> packets) {
    waiting.addAll(packets);
  }

  /// Applies most of what has arrived, in any order, and sometimes forgets the graph.
  void applySome() {
    Collections.shuffle(waiting, random);
    int left = random.nextInt(3) == 0 ? random.nextInt(waiting.size() + 1) : 0;
    while (waiting.size() > left) {
      apply(random.nextInt(5) == 0 ? merged() : waiting.removeLast());
      if (random.nextInt(10) == 0) {
        doc.rest();
      }
    }
  }

  void applyAll() {
    Collections.shuffle(waiting, random);
    while (!waiting.isEmpty()) {
      apply(waiting.removeLast());
    }
  }

  /// Edits, in one transaction, and returns the update that the others are to hear of, or none.
  List<Packet> edit() {
    edited = true;
    int before = events.size();
    doc.transact("edit", transaction -> edits.edit(doc));
    List<Packet> made =
        events.subList(before, events.size()).stream()
            .map(update -> new Packet(UpdateFormat.V1, update))
            .toList();
    log.addAll(made);
    return made;
  }

  /// Describes the document for the Yjs side, which has heard of the same.
  void report(Question question) {
    question
        .flag(edited)
        .list(log, packet -> packet.write(question))
        .list(events, question::bytes)
        .string(CanonicalForm.of(doc))
        .bytes(doc.encodeStateVector())
        .bytes(doc.encodeStateAsUpdate())
        .bytes(doc.encodeStateAsUpdate(StateVector.EMPTY, UpdateFormat.V2));
    log.clear();
    events.clear();
  }

  private void apply(Packet packet) {
    doc.applyUpdate(packet.bytes(), packet.format());
    log.add(packet);
  }

  /// Takes a few of what waits and merges them into one.
  private Packet merged() {
    UpdateFormat format = random.nextBoolean() ? UpdateFormat.V1 : UpdateFormat.V2;
    List<byte[]> inputs = new ArrayList<>();
    for (int n = Math.min(waiting.size(), 1 + random.nextInt(4)); n > 0; n--) {
      Packet packet = waiting.removeLast();
      inputs.add(Updates.convert(packet.bytes(), packet.format(), format));
    }
    return new Packet(format, calculations.merge(format, inputs));
  }
}
