package dev.carillon.collab;

import dev.carillon.core.Alarm;
import dev.carillon.core.Clock;
import dev.carillon.core.Lane;
import dev.carillon.yjs.awareness.Awareness;
import dev.carillon.yjs.awareness.AwarenessChange;
import dev.carillon.yjs.awareness.AwarenessLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The cursors in one document: whose they are, and who is told when they come, move or go.
///
/// A client's own word says where it is; here is noted which participant it came from, so that it goes with
/// that one. What moves is told behind all that waits in the inbox by then, so of a cursor that moves often,
/// the last place is told, and to other nodes only by the node on which it moved.
///
/// Confined to the inbox of the document.
final class Cursors {
  private static final Duration SWEEP = Duration.ofSeconds(3);

  /// Who is told.
  interface Audience {
    /// Runs something in the inbox of the document, behind what waits there.
    void execute(Runnable task);

    /// Tells those who are in the document on this node.
    void tellHere(byte[] update);

    /// Tells other nodes.
    void tellPeers(byte[] update);
  }

  private final Awareness awareness;
  private final Clock clock;
  private final Audience audience;
  private final Alarm sweep;
  private final Map<Long, Participant> owners = new HashMap<>();

  /// What is to be told here, and which of it to other nodes, too.
  private final Set<Long> moved = new LinkedHashSet<>();

  private final Set<Long> movedHere = new LinkedHashSet<>();
  private boolean sweeping;

  Cursors(AwarenessLimits limits, Clock clock, Lane lane, Audience audience) {
    this.awareness = new Awareness(limits);
    this.clock = clock;
    this.audience = audience;
    this.sweep = new Alarm(lane, () -> audience.execute(this::expire));
  }

  boolean isEmpty() {
    return awareness.clients().isEmpty();
  }

  /// Returns all that are there, for somebody who comes.
  byte[] encode() {
    return awareness.encode();
  }

  /// Takes what a participant says.
  ///
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if it cannot be read, or is too much
  void move(Participant by, byte[] update) {
    AwarenessChange change = awareness.apply(update, clock.millis());
    change.added().forEach(client -> owners.put(client, by));
    change.updated().forEach(client -> owners.put(client, by));
    owners.keySet().removeAll(change.removed());
    movedHere.addAll(change.clients());
    tellSoon(change.clients());
  }

  /// Takes what another node says.
  ///
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if it cannot be read, or is too much
  void moveElsewhere(byte[] update) {
    AwarenessChange change = awareness.apply(update, clock.millis());
    owners.keySet().removeAll(change.clients());
    movedHere.removeAll(change.clients());
    tell(change.removed());
    awareness.forget(change.removed());
    moved.removeAll(change.removed());
    tellSoon(change.added());
    tellSoon(change.updated());
  }

  /// Removes those of a participant that has left.
  void leave(Participant participant) {
    List<Long> theirs =
        owners.entrySet().stream()
            .filter(owned -> owned.getValue().equals(participant))
            .map(Map.Entry::getKey)
            .toList();
    owners.keySet().removeAll(theirs);
    List<Long> gone = awareness.remove(theirs, clock.millis()).removed();
    tell(gone);
    tellPeers(gone);
    awareness.forget(theirs);
    moved.removeAll(theirs);
    movedHere.removeAll(theirs);
  }

  /// Tells other nodes of all that belong to this one.
  void announce() {
    tellPeers(owners.keySet());
  }

  private void tellSoon(Collection<Long> clients) {
    boolean begins = moved.isEmpty() && !clients.isEmpty();
    moved.addAll(clients);
    if (begins) {
      audience.execute(this::tellOfMoved);
    }
    if (!sweeping && !isEmpty()) {
      sweeping = true;
      sweep.set(SWEEP);
    }
  }

  private void tellOfMoved() {
    tell(moved);
    tellPeers(movedHere);
    moved.clear();
    movedHere.clear();
  }

  private void tell(Collection<Long> clients) {
    if (!clients.isEmpty()) {
      audience.tellHere(awareness.encode(clients));
    }
  }

  private void tellPeers(Collection<Long> clients) {
    if (!clients.isEmpty()) {
      audience.tellPeers(awareness.encode(clients));
    }
  }

  private void expire() {
    sweeping = false;
    List<Long> expired = awareness.expire(clock.millis()).clients();
    owners.keySet().removeAll(expired);
    tellSoon(expired);
  }

  void close() {
    sweep.cancel();
  }
}
