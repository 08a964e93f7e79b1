package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private @Nullable UpdateListeners listeners;
  private long clientId = NO_ID;

  /// The graph; `null` at rest.
  private @Nullable StructStore store;

  /// The whole state in v1, if it is known; always known at rest.
  private byte @Nullable [] state;

  /// At rest, what waits, and the state without it; `null` where nothing waits or where only the
  /// state tells. Encoded into one, pieces that wait can no longer be told apart.
  private @Nullable Resting resting;

  /// Whether the state came from a store, and not from the graph: then it may leave out deletions
  /// that show only when it is taken in, such as that of a value that another one of its key beat.
  private boolean loaded;

  private @Nullable StateVector stateVector;
  private @Nullable Transaction running;

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

  /// Makes a document of a whole state in v1, with the usual settings; see
  /// [#load(byte[], DocSettings)].
  public static Doc load(byte[] state) {
    return load(state, DocSettings.DEFAULT);
  }

  /// Makes a document of a whole state in a format. V2 is converted; for the rest, see
  /// [#load(byte[], DocSettings)].
  public static Doc load(byte[] state, UpdateFormat format, DocSettings settings) {
    return format == UpdateFormat.V1
        ? load(state, settings)
        : load(Updates.convert(state, format, UpdateFormat.V1, Limits.TRUSTED), settings);
  }

  /// Makes a document of a whole state in v1, as [#encodeStateAsUpdate()] gives it. The document
  /// rests; the bytes are checked and kept, not copied, and must not change any more. Only where
  /// others could not read them (a client in two sections, structs without length), they are put
  /// right, in a copy.
  ///
  /// Meant for what a document gave, from a store that can be trusted: of [Limits], none holds but
  /// that values are 500 deep at most. Apply what comes from elsewhere to an empty document.
  ///
  /// @throws UpdateRefusedException if the bytes are malformed
  public static Doc load(byte[] state, DocSettings settings) {
    UpdateSummary summary = UpdateSummary.of(state, UpdateFormat.V1, Limits.TRUSTED);
    byte[] kept =
        summary.sound()
            ? state
            : Updates.mergeUpdates(List.of(state), UpdateFormat.V1, Limits.TRUSTED);
    Doc doc = new Doc(settings, kept);
    doc.loaded = true;
    if (!summary.complete()) {
      doc.wake(); // only the graph tells what waits
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

  /// Returns the settings with which the document was made.
  public DocSettings settings() {
    return settings;
  }

  Limits limits() {
    return settings.limits();
  }

  /// Returns the names of the root types that somebody has written to, in the order in which they
  /// came up here. Names are content: a user can choose them.
  public Set<String> rootNames() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(graph().roots().keySet()));
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
  /// @throws UpdateRefusedException if the edits go over a limit of the document; all is taken back
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
      if (!transaction.isFailed()) {
        transaction.join(all -> all.checkStructs(limits()));
      }
    } finally {
      running = null;
      end(transaction);
    }
    if (transaction.isFailed()) {
      throw new IllegalStateException("a part of the transaction failed; all was taken back");
    }
  }

  private void end(Transaction transaction) {
    UpdateListeners told = listeners;
    Map<UpdateFormat, byte[]> updates = Map.of();
    if (transaction.isFailed() || transaction.isIdle()) {
      transaction.undo();
    } else {
      transaction.settle(settings.collectsGarbage());
      state = null;
      if (transaction.hasChanged()) {
        stateVector = null;
        keepIdUnique(transaction);
        updates = told == null ? Map.of() : told.encode(transaction);
      }
    }
    transaction.close();
    if (told != null && !updates.isEmpty()) {
      told.tell(updates, transaction);
    }
  }

  /// Takes another client id when somebody else edits under ours.
  private void keepIdUnique(Transaction transaction) {
    if (!transaction.isLocal() && clientId != NO_ID && transaction.hasGrown(clientId)) {
      clientId = NO_ID;
    }
  }

  /// Adds a listener that hears of changes in v1, and returns what removes it again.
  ///
  /// What a listener throws comes out where the change was made, when all have heard of it; the
  /// change stays made.
  public Runnable onUpdate(UpdateListener listener) {
    return onUpdate(UpdateFormat.V1, listener);
  }

  /// Adds a listener that hears of changes in a format, and returns what removes it again; as
  /// [#onUpdate(UpdateListener)]. A change is encoded once for each format that somebody hears.
  public Runnable onUpdate(UpdateFormat format, UpdateListener listener) {
    UpdateListeners all = listeners == null ? new UpdateListeners() : listeners;
    listeners = all;
    return all.add(format, listener);
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
    Limits limits = limits();
    DecodedUpdate decoded = StructDecoder.decode(update, format, graph, limits);
    run(origin, false, transaction -> UpdateApplier.apply(transaction, decoded, limits));
    if (running == null) {
      applyPending(graph, origin);
    }
  }

  /// Tries again what waits, as long as that leads on.
  private void applyPending(StructStore graph, @Nullable Object origin) {
    Limits limits = limits();
    PendingStructs due = graph.pending.takeDue(graph);
    while (due != null) {
      try {
        DecodedUpdate decoded =
            StructDecoder.decode(due.update(), UpdateFormat.V1, graph, Limits.TRUSTED);
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
    StructStore graph = store;
    return graph == null ? resting != null : !graph.pending.isEmpty();
  }

  /// Returns the whole document as an update in v1, with what is pending.
  public byte[] encodeStateAsUpdate() {
    return state().clone();
  }

  private byte[] state() {
    byte[] known = state;
    if (known == null) {
      known = StateWriter.encodeWithPending(graph(), StateVector.EMPTY, UpdateFormat.V1);
      state = known;
      loaded = false;
    }
    return known;
  }

  /// Returns the whole document as an update, with what is pending.
  public byte[] encodeStateAsUpdate(UpdateFormat format) {
    return encodeStateAsUpdate(StateVector.EMPTY, format);
  }

  /// Returns in v1 what a replica at `target` lacks, with all deletions.
  public byte[] encodeStateAsUpdate(StateVector target) {
    return encodeStateAsUpdate(target, UpdateFormat.V1);
  }

  /// Returns what a replica at `target` lacks, with all deletions.
  public byte[] encodeStateAsUpdate(StateVector target, UpdateFormat format) {
    StructStore graph = store;
    if (graph != null) {
      return StateWriter.encodeWithPending(graph, target, format);
    }
    byte[] update = Updates.diffUpdate(state(), target, UpdateFormat.V1, Limits.TRUSTED);
    return format == UpdateFormat.V1
        ? update
        : Updates.convert(update, UpdateFormat.V1, format, Limits.TRUSTED);
  }

  /// Returns for each client how much of it is here; what is pending does not count.
  public StateVector stateVector() {
    StateVector known = stateVector;
    if (known == null) {
      StructStore graph = store;
      known =
          graph == null
              ? Updates.stateVector(state(), UpdateFormat.V1, Limits.TRUSTED)
              : graph.stateVector();
      stateVector = known;
    }
    return known;
  }

  /// Returns the state vector, encoded.
  public byte[] encodeStateVector() {
    return stateVector().encode();
  }

  /// Whether everything that an update in v1 says is here already, so that applying it would change
  /// nothing.
  ///
  /// @throws UpdateRefusedException if the update is malformed or over a limit
  public boolean contains(byte[] update) {
    return contains(update, UpdateFormat.V1);
  }

  /// Whether everything that an update says is here already; as [#contains(byte[])].
  public boolean contains(byte[] update, UpdateFormat format) {
    if (store == null && resting == null && loaded) {
      DeleteSet told = Updates.deleteSet(state(), UpdateFormat.V1, Limits.TRUSTED);
      if (Updates.contains(stateVector(), told, update, format, limits())) {
        return true;
      }
      graph(); // which knows of more deletions
    }
    return Updates.contains(stateVector(), deleteSet(), update, format, limits());
  }

  /// Returns what is deleted here; what is pending does not count.
  public DeleteSet deleteSet() {
    StructStore graph = store;
    Resting waiting = resting;
    if (graph != null || (loaded && waiting == null)) {
      return graph().deleteSet();
    }
    byte[] known = waiting == null ? state() : waiting.graph;
    return Updates.deleteSet(known, UpdateFormat.V1, Limits.TRUSTED);
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
    if (graph.pending.isEmpty()) {
      stateVector = null;
    } else {
      stateVector = stateVector();
      byte[] settled = StateWriter.encode(graph, StateVector.EMPTY, UpdateFormat.V1);
      resting = new Resting(settled, graph.pending);
    }
    store = null;
  }

  /// A document at rest of which parts wait.
  ///
  /// @param graph the state without what waits, in v1
  /// @param pending what waits
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Resting(byte[] graph, Pending pending) {
    long bytes() {
      return graph.length + pending.bytes();
    }
  }

  /// Whether the document is its encoded bytes only.
  public boolean isAtRest() {
    return store == null;
  }

  /// Returns about how many bytes of heap the document takes at the moment.
  public long bytes() {
    byte[] known = state;
    StructStore graph = store;
    Resting waiting = resting;
    return REST_BYTES
        + (known == null ? 0 : known.length)
        + (waiting == null ? 0 : waiting.bytes())
        + (graph == null ? 0 : graph.bytes());
  }

  /// Returns the graph, which is built if need be.
  StructStore graph() {
    StructStore known = store;
    return known != null ? known : wake();
  }

  private StructStore wake() {
    Resting waiting = resting;
    StructStore graph = new StructStore(waiting == null ? new Pending() : waiting.pending);
    byte[] known = waiting == null ? state() : waiting.graph;
    if (known.length > EMPTY.length) {
      DecodedUpdate decoded = StructDecoder.decode(known, UpdateFormat.V1, graph, Limits.TRUSTED);
      Transaction transaction = new Transaction(this, graph, null, false);
      UpdateApplier.apply(transaction, decoded, Limits.TRUSTED);
      transaction.settle(settings.collectsGarbage());
      transaction.close();
      graph.trim();
    }
    store = graph;
    resting = null;
    return graph;
  }
}
