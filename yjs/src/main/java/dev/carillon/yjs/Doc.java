package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Yjs document: named shared types, which replicas change independently and which come out alike
/// wherever the same updates have arrived, in whatever order.
///
/// A document rests or is awake. At rest it is its encoded bytes and little more; reading its types,
/// editing and applying updates wake it, which builds a graph of what it holds; [#rest()] drops the
/// graph again. Nothing else tells the two apart.
///
/// Confined to one thread at a time: whoever hands a document to another thread makes the handing
/// over visible (a lock, a queue).
public final class Doc {
  private static final byte[] EMPTY = {0, 0};
  private static final long NO_ID = -1;
  private static final int REST_BYTES = 96;

  private final DocSettings settings;
  private List<UpdateListener> listeners = List.of();
  private long clientId = NO_ID;

  /// The graph; `null` at rest.
  private @Nullable StructStore store;

  /// The whole state in v1, if it is known; always known at rest.
  private byte @Nullable [] state;

  private @Nullable StateVector stateVector;
  private @Nullable Transaction running;

  /// What listeners have yet to hear, while they are being told; `null` otherwise.
  private @Nullable Deque<Told> untold;

  private static final class Told {
    final byte[] update;
    final Transaction transaction;

    Told(byte[] update, Transaction transaction) {
      this.update = update;
      this.transaction = transaction;
    }
  }

  /// Makes an empty document with the usual settings.
  public Doc() {
    this(DocSettings.DEFAULT, EMPTY);
  }

  private Doc(DocSettings settings, byte[] state) {
    this.settings = settings;
    this.state = state;
  }

  /// Makes an empty document.
  public static Doc create(DocSettings settings) {
    return new Doc(settings, EMPTY);
  }

  /// Makes a document of a whole state in v1, as [#encodeStateAsUpdate()] gives it. The document
  /// rests; the bytes are checked and kept, not copied, and must not change any more.
  ///
  /// Meant for what a document gave, from a store that can be trusted: the search for places is not
  /// limited. Apply what comes from elsewhere to an empty document.
  ///
  /// @throws UpdateRefusedException if the bytes are malformed
  public static Doc load(byte[] state, DocSettings settings) {
    UpdateSummary summary = UpdateSummary.of(state, UpdateFormat.V1, settings.limits().trusted());
    Doc doc = new Doc(settings, state);
    if (!summary.gapless()) {
      doc.wake(); // only the graph tells what waits for the gaps
      doc.rest();
    }
    return doc;
  }

  /// Returns the client id under which edits are made here.
  public long clientId() {
    if (clientId == NO_ID) {
      long id = settings.clientIds().getAsLong();
      if (id < 0 || id >= 1L << 53) {
        throw new IllegalStateException("a client id of more than 53 bits");
      }
      clientId = id;
    }
    return clientId;
  }

  /// Returns the root type of this name as a text.
  ///
  /// On the wire a root type has a name only; what it is lies with who asks.
  public YText text(String name) {
    return new YText(YType.Place.root(this, name));
  }

  /// Returns the root type of this name as an array.
  public YArray array(String name) {
    return new YArray(YType.Place.root(this, name));
  }

  /// Returns the root type of this name as a map.
  public YMap map(String name) {
    return new YMap(YType.Place.root(this, name));
  }

  /// Returns the root type of this name as an XML fragment.
  public YXmlFragment xml(String name) {
    return new YXmlFragment(YType.Place.root(this, name));
  }

  /// Returns the content of all root types as plain values. What a root type is, is told from what
  /// is in it (values of keys, XML nodes, text, other values); one in which nothing is left out.
  public Map<String, Object> toJson() {
    return RootJson.of(this, graph());
  }

  /// Runs changes as one transaction without an origin; see [#transact(Object, Consumer)].
  public void transact(Runnable changes) {
    transact(null, _ -> changes.run());
  }

  /// Runs changes as one transaction: listeners see them as one update. Within another transaction,
  /// they become part of that one.
  ///
  /// If `changes` throws, everything that the transaction did is taken back.
  ///
  /// @param origin anything that tells listeners where the change comes from
  public void transact(@Nullable Object origin, Consumer<Transaction> changes) {
    run(origin, true, changes);
  }

  private void run(@Nullable Object origin, boolean local, Consumer<Transaction> changes) {
    Transaction outer = running;
    if (outer != null) {
      outer.join(changes);
      return;
    }
    Transaction transaction = new Transaction(this, graph(), origin, local);
    running = transaction;
    try {
      transaction.join(changes);
    } finally {
      running = null;
      end(transaction);
    }
    if (transaction.isFailed()) {
      throw new IllegalStateException("a part of the transaction failed; all was taken back");
    }
  }

  private void end(Transaction transaction) {
    byte[] update = null;
    if (transaction.isFailed() || transaction.isIdle()) {
      transaction.undo();
    } else {
      transaction.settle(settings.collectsGarbage());
      if (transaction.leavesPending()) {
        state = null;
      }
      if (transaction.hasChanged()) {
        update = changed(transaction);
      }
    }
    transaction.close();
    if (update != null) {
      tell(new Told(update, transaction));
    }
  }

  private byte @Nullable [] changed(Transaction transaction) {
    state = null;
    stateVector = null;
    if (!transaction.isLocal() && clientId != NO_ID && transaction.hasGrown(clientId)) {
      clientId = NO_ID; // somebody else edits under our id: take another
    }
    return listeners.isEmpty() ? null : StateWriter.encodeChanges(transaction.changes());
  }

  /// Tells listeners what happened, in order, also when they change the document meanwhile.
  private void tell(Told first) {
    Deque<Told> waiting = untold;
    if (waiting != null) {
      waiting.add(first);
      return;
    }
    waiting = new ArrayDeque<>(1);
    untold = waiting;
    try {
      for (Told next = first; next != null; next = waiting.poll()) {
        for (UpdateListener listener : listeners) {
          listener.onUpdate(next.update, next.transaction);
        }
      }
    } finally {
      untold = null;
    }
  }

  /// Adds a listener, and returns what removes it again. A listener that throws keeps those after it
  /// from hearing of the change, which stays made.
  public Runnable onUpdate(UpdateListener listener) {
    List<UpdateListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
    return () -> {
      List<UpdateListener> fewer = new ArrayList<>(listeners);
      fewer.remove(listener);
      listeners = List.copyOf(fewer);
    };
  }

  /// Applies an update in v1, without an origin.
  ///
  /// @throws UpdateRefusedException as [#applyUpdate(byte[], UpdateFormat, Object)]
  public void applyUpdate(byte[] update) {
    applyUpdate(update, UpdateFormat.V1, null);
  }

  /// Applies an update without an origin.
  ///
  /// @throws UpdateRefusedException as [#applyUpdate(byte[], UpdateFormat, Object)]
  public void applyUpdate(byte[] update, UpdateFormat format) {
    applyUpdate(update, format, null);
  }

  /// Applies an update. What it builds on may come later: until then the part concerned waits.
  ///
  /// @throws UpdateRefusedException if the update is malformed or over a limit; the document is
  ///     exactly as it was. Within a transaction, that is as it was before the transaction
  public void applyUpdate(byte[] update, UpdateFormat format, @Nullable Object origin) {
    StructStore graph = graph();
    Limits limits = settings.limits();
    DecodedUpdate decoded = StructDecoder.decode(update, format, graph, limits);
    run(origin, false, transaction -> UpdateApplier.apply(transaction, decoded, limits));
    if (running == null) {
      applyPending(graph, origin);
    }
  }

  /// Tries again what waits, as long as that leads on.
  private void applyPending(StructStore graph, @Nullable Object origin) {
    Limits limits = settings.limits();
    PendingStructs due = graph.pending.takeDue(graph);
    while (due != null) {
      try {
        DecodedUpdate decoded =
            StructDecoder.decode(due.update(), UpdateFormat.V1, graph, limits.trusted());
        run(origin, false, transaction -> UpdateApplier.apply(transaction, decoded, limits));
      } catch (UpdateRefusedException e) {
        // It is over a limit now that its place is known. Whoever brought the missing piece is not
        // to blame: that piece stays, and what waited for it is dropped.
        state = null;
      }
      due = graph.pending.takeDue(graph);
    }
  }

  /// Whether parts of updates wait for others that are missing.
  public boolean isPending() {
    return !graph().pending.isEmpty();
  }

  /// Returns the whole document as an update in v1, with what is pending.
  public byte[] encodeStateAsUpdate() {
    return state().clone();
  }

  private byte[] state() {
    byte[] known = state;
    if (known == null) {
      known = encode(graph(), StateVector.EMPTY, UpdateFormat.V1);
      state = known;
    }
    return known;
  }

  /// Returns in v1 what a replica at `target` lacks, with all deletions.
  public byte[] encodeStateAsUpdate(StateVector target) {
    return encodeStateAsUpdate(target, UpdateFormat.V1);
  }

  /// Returns what a replica at `target` lacks, with all deletions.
  public byte[] encodeStateAsUpdate(StateVector target, UpdateFormat format) {
    StructStore graph = store;
    if (graph != null) {
      return encode(graph, target, format);
    }
    Limits limits = settings.limits().trusted();
    byte[] update = Updates.diffUpdate(state(), target, UpdateFormat.V1, limits);
    return format == UpdateFormat.V1
        ? update
        : Updates.convert(update, UpdateFormat.V1, format, limits);
  }

  private byte[] encode(StructStore graph, StateVector target, UpdateFormat format) {
    byte[] update = StateWriter.encode(graph, target, format);
    if (graph.pending.isEmpty()) {
      return update;
    }
    Limits limits = settings.limits().trusted();
    List<byte[]> updates = new ArrayList<>();
    updates.add(update);
    for (byte[] waiting : graph.pending.updates()) {
      byte[] lacking = Updates.diffUpdate(waiting, target, UpdateFormat.V1, limits);
      updates.add(Updates.convert(lacking, UpdateFormat.V1, format, limits));
    }
    return Updates.mergeUpdates(updates, format, limits);
  }

  /// Returns for each client how much of it is here; what is pending does not count.
  public StateVector stateVector() {
    StateVector known = stateVector;
    if (known == null) {
      StructStore graph = store;
      known =
          graph == null
              ? Updates.stateVector(state(), UpdateFormat.V1, settings.limits().trusted())
              : graph.stateVector();
      stateVector = known;
    }
    return known;
  }

  /// Returns the state vector, encoded.
  public byte[] encodeStateVector() {
    return stateVector().encode();
  }

  /// Returns what is in the document now, for [#at(Snapshot)] later.
  public Snapshot snapshot() {
    return new Snapshot(stateVector(), graph().deleteSet());
  }

  /// Returns another document with what was in this one at a snapshot.
  ///
  /// @throws IllegalStateException if this document does not keep deleted content
  /// @throws IllegalArgumentException if the snapshot knows more than this document
  public Doc at(Snapshot snapshot) {
    if (settings.collectsGarbage()) {
      throw new IllegalStateException("deleted content is not kept");
    }
    if (running != null) {
      throw new IllegalStateException("a transaction is running");
    }
    if (!stateVector().covers(snapshot.stateVector())) {
      throw new IllegalArgumentException("the snapshot knows more than the document");
    }
    Transaction transaction = new Transaction(this, graph(), null, true);
    try {
      return new Doc(settings, StateWriter.encodeAt(transaction, snapshot));
    } finally {
      transaction.undo(); // items were split to be written in part
      transaction.close();
    }
  }

  /// Drops the graph and keeps the encoded bytes. Handles of types stay good.
  ///
  /// @throws IllegalStateException within a transaction
  public void rest() {
    if (running != null) {
      throw new IllegalStateException("a transaction is running");
    }
    StructStore graph = store;
    if (graph == null) {
      return;
    }
    state();
    // The bytes alone do not tell what in them waits.
    stateVector = graph.pending.isEmpty() ? null : stateVector();
    store = null;
  }

  /// Whether the document is its encoded bytes only.
  public boolean isAtRest() {
    return store == null;
  }

  /// Returns about how many bytes of heap the document takes at the moment.
  public long bytes() {
    byte[] known = state;
    StructStore graph = store;
    return REST_BYTES + (known == null ? 0 : known.length) + (graph == null ? 0 : graph.bytes());
  }

  /// Returns the graph, which is built if need be.
  StructStore graph() {
    StructStore known = store;
    return known != null ? known : wake();
  }

  private StructStore wake() {
    StructStore graph = new StructStore();
    byte[] known = state();
    if (known.length > EMPTY.length) {
      Limits limits = settings.limits().trusted();
      DecodedUpdate decoded = StructDecoder.decode(known, UpdateFormat.V1, graph, limits);
      Transaction transaction = new Transaction(this, graph, null, false);
      UpdateApplier.apply(transaction, decoded, limits);
      transaction.settle(settings.collectsGarbage());
      transaction.close();
      graph.trim();
    }
    store = graph;
    return graph;
  }
}
