package dev.carillon.yjs.awareness;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;

import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is there in a document: one state per client, the newest clock wins (`y-protocols`).
///
/// A state is JSON and stays the text that it came as. Time is handed in, in milliseconds of any
/// clock that does not go back; nothing happens by itself. Confined to one thread at a time.
public final class Awareness {
  private static final long NOBODY = -1;

  private final AwarenessLimits limits;
  private final long local;
  // The longest untouched one comes first.
  private final Map<Long, Peer> peers = new LinkedHashMap<>();
  private int present;
  private long bytes;

  /// Makes an awareness that has no state of its own, as a server has none.
  public Awareness(AwarenessLimits limits) {
    this(NOBODY, limits);
  }

  /// Makes an awareness that takes part as a client.
  public Awareness(long localClient, AwarenessLimits limits) {
    this.local = localClient;
    this.limits = limits;
  }

  /// Takes an update over, as far as it is newer than what is known.
  ///
  /// An entry is newer if its clock is higher, or if it removes the state of just this clock. An
  /// entry that would remove the own state is answered with a higher clock.
  ///
  /// @param now in milliseconds
  /// @throws UpdateRefusedException if the update is malformed or beyond the limits; then nothing is
  ///     taken over
  public AwarenessChange apply(byte[] update, long now) {
    List<AwarenessEntry> entries = AwarenessEntry.readAll(update, limits);
    checkRoom(entries);
    var change = new Collector();
    for (AwarenessEntry entry : entries) {
      apply(entry, now, change);
    }
    return change.done();
  }

  private void apply(AwarenessEntry entry, long now, Collector change) {
    long client = entry.client();
    Peer known = peers.get(client);
    long clock = known == null ? 0 : known.clock;
    boolean held = known != null && known.state != null;
    boolean removes = entry.state() == null;
    if (entry.clock() < clock || (entry.clock() == clock && !(removes && held))) {
      return;
    }
    if (known == null) {
      put(client, new Peer(entry, now));
      if (!removes) {
        change.added.add(client);
      }
    } else if (removes && client == local && held) {
      put(client, new Peer(entry.clock() + 1, known.state, known.size, now));
      change.updated.add(client);
    } else {
      put(client, new Peer(entry, now));
      change.replaced(client, known.state, entry.state());
    }
  }

  /// Refuses an update after which there might be too much, before any of it is taken over.
  private void checkRoom(List<AwarenessEntry> entries) {
    long more = 0;
    long moreBytes = 0;
    for (AwarenessEntry entry : entries) {
      Peer known = peers.get(entry.client());
      if (entry.state() != null && (known == null || known.state == null)) {
        more++;
      }
      moreBytes += Math.max(0, entry.size() - (known == null ? 0 : known.size));
    }
    if (present + more > limits.clients()) {
      throw limit(-1, "too many clients");
    }
    if (bytes + moreBytes > limits.totalBytes()) {
      throw limit(-1, "states that are too large together");
    }
  }

  /// Sets the own state, with a higher clock.
  ///
  /// @param json the state as JSON, or null to be gone
  /// @throws IllegalStateException if this awareness has no state of its own
  /// @throws UpdateRefusedException if the state is not JSON, or too large
  public AwarenessChange setLocalState(@Nullable String json, long now) {
    if (local == NOBODY) {
      throw new IllegalStateException("no client of its own");
    }
    Peer known = peers.get(local);
    var out = new Encoder();
    out.writeVarUint(1);
    out.writeVarUint(local);
    out.writeVarUint(0);
    out.writeString(json == null ? "null" : json);
    List<AwarenessEntry> entries = AwarenessEntry.readAll(out.toByteArray(), limits);
    checkRoom(entries);
    AwarenessEntry entry = entries.getFirst();
    String state = entry.state();
    String before = known == null ? null : known.state;
    put(local, new Peer(known == null ? 0 : known.clock + 1, state, entry.size(), now));
    var change = new Collector();
    if (state != null && before == null) {
      change.added.add(local);
    } else {
      change.replaced(local, before, state);
    }
    return change.done();
  }

  /// Removes the states of clients that have gone, and keeps their clocks.
  ///
  /// Of use when a connection ends: its clients can no longer say so themselves. A server goes on with
  /// [#forget].
  public AwarenessChange remove(Collection<Long> clients, long now) {
    var change = new Collector();
    for (long client : clients) {
      Peer known = peers.get(client);
      if (known != null && known.state != null) {
        put(client, new Peer(client == local ? known.clock + 1 : known.clock, null, 0, now));
        change.removed.add(client);
      }
    }
    return change.done();
  }

  /// Forgets clients, their clocks too: as if they had never been heard of. The own client stays.
  ///
  /// For a server when a connection has ended, after [#remove] and after the others were told
  /// (`encode(change.removed())`; what is forgotten cannot be encoded). A tab that loses its
  /// connection and comes back says its state again with the clock it had. While that clock is
  /// remembered the state counts as old, as `y-protocols` has it, and the user stays invisible until
  /// the clock ticks: up to 15 seconds, in which nobody sees the cursor. Once it is forgotten, the state
  /// is taken at once.
  ///
  /// The price: a state that was still on its way from elsewhere, over another node say, is taken as
  /// well, and goes again with [#expire].
  ///
  /// @return whose states went with it: of clients that were not removed before
  public AwarenessChange forget(Collection<Long> clients) {
    var change = new Collector();
    for (long client : clients) {
      Peer known = client == local ? null : peers.remove(client);
      count(known, -1);
      if (known != null && known.state != null) {
        change.removed.add(client);
      }
    }
    return change.done();
  }

  /// Removes the states of clients that were silent for too long, says the own state again when half
  /// of that time is over, and forgets the clocks of clients that went long ago.
  ///
  /// To be called every few seconds (`y-protocols`: every three).
  public AwarenessChange expire(long now) {
    long silence = limits.silence().toMillis();
    List<Long> silent = new ArrayList<>();
    boolean renew = false;
    for (Iterator<Map.Entry<Long, Peer>> all = peers.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Peer> entry = all.next();
      Peer peer = entry.getValue();
      long age = now - peer.touched;
      if (peer.state == null) {
        if (age >= limits.memory().toMillis() && entry.getKey() != local) {
          all.remove();
        }
      } else if (entry.getKey() == local) {
        renew = age >= silence / 2;
      } else if (age >= silence) {
        silent.add(entry.getKey());
      }
    }
    AwarenessChange gone = remove(silent, now);
    String own = renew ? state(local) : null;
    List<Long> renewed = own == null ? List.of() : setLocalState(own, now).updated();
    return new AwarenessChange(List.of(), renewed, List.of(), gone.removed());
  }

  /// Returns the clients that have a state.
  public List<Long> clients() {
    List<Long> clients = new ArrayList<>(present);
    peers.forEach((client, peer) -> {
      if (peer.state != null) {
        clients.add(client);
      }
    });
    return clients;
  }

  /// Returns the state of a client as JSON, or null if it has none.
  public @Nullable String state(long client) {
    Peer peer = peers.get(client);
    return peer == null ? null : peer.state;
  }

  /// Returns an update that says what is known of all clients that have a state.
  public byte[] encode() {
    return encode(clients());
  }

  /// Returns an update that says what is known of some clients; those never heard of are left out.
  public byte[] encode(Collection<Long> clients) {
    var body = new Encoder();
    int count = 0;
    for (long client : clients) {
      Peer peer = peers.get(client);
      if (peer != null) {
        new AwarenessEntry(client, peer.clock, peer.state, peer.size).write(body);
        count++;
      }
    }
    var out = new Encoder(body.size() + 5);
    out.writeVarUint(count);
    out.writeAll(body);
    return out.toByteArray();
  }

  private void put(long client, Peer peer) {
    Peer before = peers.remove(client); // so that it goes to the end
    count(before, -1);
    peers.put(client, peer);
    count(peer, 1);
    if (peers.size() > limits.clients()) {
      forgetOne();
    }
  }

  private void count(@Nullable Peer peer, int sign) {
    if (peer != null && peer.state != null) {
      present += sign;
      bytes += sign * (long) peer.size;
    }
  }

  /// Forgets the clock of the client that went first.
  private void forgetOne() {
    for (Iterator<Peer> all = peers.values().iterator(); all.hasNext(); ) {
      if (all.next().state == null) {
        all.remove();
        return;
      }
    }
  }

  /// What is known of a client; the size of its state is in bytes. Immutable.
  private record Peer(long clock, @Nullable String state, int size, long touched) {
    Peer(AwarenessEntry entry, long touched) {
      this(entry.clock(), entry.state(), entry.size(), touched);
    }
  }

  /// Collects whose state was taken over.
  private static final class Collector {
    final List<Long> added = new ArrayList<>();
    final List<Long> updated = new ArrayList<>();
    final List<Long> changed = new ArrayList<>();
    final List<Long> removed = new ArrayList<>();

    void replaced(long client, @Nullable String before, @Nullable String after) {
      if (after == null) {
        removed.add(client);
        return;
      }
      updated.add(client);
      if (!after.equals(before)) {
        changed.add(client);
      }
    }

    AwarenessChange done() {
      return new AwarenessChange(added, updated, changed, removed);
    }
  }
}
