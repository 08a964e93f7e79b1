package dev.carillon.collab;

import dev.carillon.core.Alarm;
import dev.carillon.core.Lane;
import dev.carillon.core.Mailbox;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.Transaction;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A document in memory, with those who are in it on this node.
///
/// **One writer.** Everything that happens to it is a task in its inbox, and one virtual thread at a time
/// works that off: loading comes first, so whoever comes early waits behind it. What is sent leaves through
/// the rooms in the order in which it happened here, so nobody sees an edit before the difference that it
/// builds on.
///
/// **Its end.** It is closed when nobody is in it and everything is stored, by a task like any other: whoever
/// wants to come in after that is told so, and opens it anew from the storage ([Documents#enter]). With a
/// storage that fails it stays, however long that takes.
///
/// **A damaged document** is served as far as it can be read, and nobody may change it: what is stored is left
/// as it is, for somebody to look at. One of which nothing can be read is refused.
///
/// Confined to its inbox, but for [#execute] and what hands over to it.
final class OpenDocument {
  /// Where a change comes from that this program makes.
  private static final Object EDIT = "edit";

  /// Where a change comes from that was made on another node.
  private static final Object ELSEWHERE = "elsewhere";

  /// What the inbox asks of nobody: what waits in it is limited where it comes from ([Inflow]).
  private static final Mailbox.Flow LIMITED_ELSEWHERE =
      new Mailbox.Flow() {
        @Override
        public void setReading(boolean reading) {}

        @Override
        public void overrun() {}
      };

  private final String name;
  private final Documents documents;
  private final Mailbox inbox = new Mailbox(LIMITED_ELSEWHERE);
  private final Cursors cursors;
  private final Set<Participant> participants = new HashSet<>();
  private final List<CompletableFuture<Void>> settling = new ArrayList<>();
  private final Alarm rest;
  private final Lane lane;
  private @Nullable Doc doc;
  private @Nullable Saving saving;
  private @Nullable DocumentMessage wholeState;
  private @Nullable Peers peers;
  private boolean damaged;

  /// Whether others changed something since it was last seen that all of it is stored.
  private boolean changedElsewhere;

  private boolean resting = true;
  private boolean closed;
  private long quietSince;

  OpenDocument(String name, Documents documents, Lane lane) {
    this.name = name;
    this.documents = documents;
    this.lane = lane;
    this.cursors =
        new Cursors(
            documents.settings().awareness, documents.services().clock(), lane, new ToAll());
    this.rest = new Alarm(lane, () -> execute(this::restIfQuiet));
    execute(this::load);
  }

  String name() {
    return name;
  }

  /// Runs something in the inbox. From any thread.
  void execute(Runnable task) {
    inbox.execute(task);
  }

  // ---- loading ----

  private void load() {
    Loading loaded = Loading.of(name, documents);
    if (loaded == null) {
      fail();
      return;
    }
    damaged = loaded.damaged();
    saving = newSaving(loaded.pieces());
    doc = loaded.doc();
    doc().onUpdate(this::onUpdate);
    if (documents.services().broker().reachesOtherNodes()) {
      peers = documents.peersOf(name, lane, new FromPeers());
    }
    byte[] first = loaded.pieces() == 0 ? documents.initialState(name) : null;
    if (first != null) {
      try {
        doc().applyUpdate(first, UpdateFormat.V1, EDIT);
      } catch (UpdateRefusedException e) {
        documents.warn("initial content refused", name, e);
      }
    }
    stayAwake();
  }

  /// Nobody can come in; whoever tries again has it loaded again.
  private void fail() {
    closed = true;
    documents.forget(this);
  }

  private Saving newSaving(int stored) {
    return new Saving(
        name,
        documents.storage(),
        documents.settings(),
        lane,
        new Saving.Owner() {
          @Override
          public void execute(Runnable task) {
            OpenDocument.this.execute(task);
          }

          @Override
          public void acknowledge(Participant participant) {
            participant.answer(true);
          }

          @Override
          public void tell(boolean saved) {
            tellStored(saved);
          }

          @Override
          public void onStored(int bytes) {
            documents.onStored(name, bytes);
            endSettling();
            closeIfUnused();
          }

          @Override
          public void onFailure(Exception e) {
            documents.onStoreFailed(name, e);
            endSettling();
          }
        },
        stored);
  }

  /// What is loaded; callers know that it is.
  private Doc doc() {
    Doc loaded = doc;
    if (loaded == null) {
      throw new IllegalStateException("not loaded");
    }
    return loaded;
  }

  private Saving saving() {
    Saving made = saving;
    if (made == null) {
      throw new IllegalStateException("not loaded");
    }
    return made;
  }

  // ---- who is in it ----

  /// Lets somebody in. From any thread.
  ///
  /// @return completes with [Entry#GONE] where the document has been closed meanwhile
  CompletableFuture<Entry> attach(Participant participant) {
    var entered = new CompletableFuture<Entry>();
    execute(() -> {
      if (closed) {
        entered.complete(whyClosed());
      } else if (participants.size() >= documents.settings().maxParticipants) {
        entered.complete(Entry.FULL);
        closeIfUnused();
      } else {
        participants.add(participant);
        documents.rooms().joinSoon(participant, name);
        if (!participant.asksFirst()) {
          participant.reply(Wire.step1(doc().stateVector()));
        }
        if (!cursors.isEmpty()) {
          participant.reply(Wire.awareness(cursors.encode()));
        }
        documents.tellHooks(hooks -> hooks.connected(participant));
        entered.complete(Entry.ENTERED);
      }
    });
    return entered;
  }

  private Entry whyClosed() {
    return doc == null ? Entry.UNREADABLE : Entry.GONE;
  }

  /// What became of somebody who wanted to come in.
  enum Entry {
    ENTERED,
    FULL,
    GONE,
    UNREADABLE
  }

  /// Lets somebody go. From any thread.
  void detach(Participant participant) {
    execute(() -> {
      if (!participants.remove(participant)) {
        return;
      }
      cursors.leave(participant);
      saving().forget(participant);
      documents.tellHooks(hooks -> hooks.disconnected(participant));
      if (participants.isEmpty()) {
        saving().hurry();
        closeIfUnused();
      }
    });
  }

  private void closeIfUnused() {
    if (closed || !participants.isEmpty() || !saving().isClean()) {
      return;
    }
    if (changedElsewhere && !damaged) {
      changedElsewhere = false;
      saving()
          .complete(
              doc().encodeStateAsUpdate(), this::closeIfUnused, () -> changedElsewhere = true);
      return;
    }
    if (saving().isUntidy() && !damaged) {
      saving().tidy(this::closeIfUnused);
      return;
    }
    closed = true;
    saving().close();
    if (peers != null) {
      peers.close();
    }
    cursors.close();
    rest.cancel();
    documents.forget(this);
  }

  // ---- what clients say ----

  /// Takes what a client says.
  void handle(Participant from, Participant.Frame frame) {
    if (!participants.contains(from)) {
      return;
    }
    try {
      Decoder in = new Decoder(frame.bytes(), frame.at(), frame.bytes().length);
      switch (Wire.readType(in)) {
        case Wire.SYNC -> sync(from, in);
        case Wire.AWARENESS -> cursors.move(from, in.readVarBytes());
        case Wire.QUERY_AWARENESS -> from.reply(Wire.awareness(cursors.encode()));
        case Wire.STATELESS -> {
          String payload = in.readString();
          documents.tellHooks(hooks -> hooks.stateless(from, payload));
        }
        default -> reject(from, "message-type");
      }
    } catch (UpdateRefusedException e) {
      reject(from, "malformed");
    }
  }

  private void reject(Participant from, String reason) {
    documents.countBadInput(reason);
    from.close(HocuspocusEndpoint.RESET.phrase());
  }

  private void sync(Participant from, Decoder in) {
    long step = in.readVarUint();
    byte[] body = in.readVarBytes();
    if (step == Wire.STEP_1) {
      StateVector known = StateVector.decode(body);
      if (from.asksFirst()) {
        from.reply(Wire.step1(doc().stateVector()));
      }
      tellDifference(from, known);
    } else if (step == Wire.STEP_2 || step == Wire.UPDATE) {
      change(from, body, step == Wire.STEP_2);
    } else {
      reject(from, "sync-step");
    }
  }

  /// One encoding of the whole serves all who come with nothing, as long as nothing changes.
  private void tellDifference(Participant to, StateVector known) {
    if (!known.equals(StateVector.EMPTY)) {
      to.reply(Wire.step2(doc().encodeStateAsUpdate(known)));
      return;
    }
    DocumentMessage whole = wholeState;
    if (whole == null) {
      whole = DocumentMessage.reply(name, Wire.step2(doc().encodeStateAsUpdate()));
      wholeState = whole;
    }
    documents.rooms().send(whole, to);
  }

  private void change(Participant from, byte[] update, boolean whole) {
    if (damaged || documents.isClosed() || from.access() == Access.READ_ONLY) {
      from.answer(whole && contains(update));
      return;
    }
    try {
      doc().applyUpdate(update, UpdateFormat.V1, from);
    } catch (UpdateRefusedException e) {
      documents.countBadInput(
          e.reason() == UpdateRefusedException.Reason.LIMIT ? "limit" : "update");
      from.answer(false);
      return;
    }
    saving().owe(from);
    stayAwake();
  }

  private boolean contains(byte[] update) {
    try {
      return doc().contains(update);
    } catch (UpdateRefusedException e) {
      return false;
    }
  }

  private void onUpdate(byte[] update, Transaction transaction) {
    wholeState = null;
    documents.rooms().broadcast(DocumentMessage.change(name, update), Set.of(name), Set.of());
    if (ELSEWHERE.equals(transaction.origin())) {
      changedElsewhere = true;
    } else {
      saving().changed(update, documents.nowMillis());
      tellPeers(PeerMessage.Kind.CHANGE, update);
    }
    documents.onChange(name, update, transaction.origin() instanceof Participant by ? by : null);
  }

  /// Gives a client that did not keep up what it lacks.
  ///
  /// @param missedFrom per client the first clock that it lacks; `null`: nobody knows
  void catchUp(Participant participant, @Nullable Map<Long, Integer> missedFrom) {
    if (!participants.contains(participant)) {
      return;
    }
    StateVector known =
        missedFrom == null
            ? StateVector.EMPTY
            : Participant.before(doc().stateVector(), missedFrom);
    participant.reply(Wire.update(doc().encodeStateAsUpdate(known)));
    participant.reply(Wire.awareness(cursors.encode()));
  }

  /// Who is told of cursors.
  private final class ToAll implements Cursors.Audience {
    @Override
    public void execute(Runnable task) {
      OpenDocument.this.execute(task);
    }

    @Override
    public void tellHere(byte[] update) {
      documents.rooms().broadcast(DocumentMessage.awareness(name, update), Set.of(name), Set.of());
      documents.tellHooks(hooks -> hooks.awareness(name, update));
    }

    @Override
    public void tellPeers(byte[] update) {
      OpenDocument.this.tellPeers(PeerMessage.Kind.AWARENESS, update);
    }
  }

  // ---- other nodes ----

  private void tellPeers(PeerMessage.Kind kind, byte[] body) {
    if (peers != null) {
      peers.say(kind, body);
    }
  }

  /// The link to the others was down. From any thread.
  void onLinkBack() {
    execute(() -> {
      if (peers != null) {
        peers.askSoon();
      }
    });
  }

  /// What others say, heard in the inbox.
  private final class FromPeers implements Peers.Listener {
    @Override
    public void execute(Runnable task) {
      OpenDocument.this.execute(() -> {
        if (!closed) {
          task.run();
        }
      });
    }

    @Override
    public boolean onChange(byte[] update) {
      doc().applyUpdate(update, UpdateFormat.V1, ELSEWHERE);
      stayAwake();
      return !doc().isPending();
    }

    @Override
    public void onAwareness(byte[] update) {
      cursors.moveElsewhere(update);
    }

    @Override
    public StateVector have() {
      return doc().stateVector();
    }

    @Override
    public byte[] lacking(StateVector known) {
      return doc().encodeStateAsUpdate(known);
    }

    @Override
    public void announceCursors() {
      cursors.announce();
    }

    @Override
    public void onBadMessage() {
      documents.countBadInput("peer");
    }
  }

  // ---- this program's edits ----

  /// Runs something with the document, as one change, and answers with what it answers. From any thread.
  ///
  /// @return completes with [Entry#ENTERED] when it is done; fails with what the change has thrown
  CompletableFuture<Entry> edit(Consumer<Doc> change) {
    return run(() -> {
      if (damaged || documents.isClosed()) {
        throw new IllegalStateException(
            "the document may not be changed, as "
                + (damaged ? "it is damaged" : "this node stops"));
      }
      doc().transact(EDIT, transaction -> change.accept(doc()));
      stayAwake();
    });
  }

  /// Reads the document. From any thread; as [#edit].
  CompletableFuture<Entry> read(Consumer<Doc> reader) {
    return run(() -> reader.accept(doc()));
  }

  private CompletableFuture<Entry> run(Runnable work) {
    var done = new CompletableFuture<Entry>();
    execute(() -> {
      if (closed) {
        done.complete(whyClosed());
        return;
      }
      try {
        work.run();
        done.complete(Entry.ENTERED);
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      } finally {
        if (participants.isEmpty()) {
          saving().hurry();
          closeIfUnused();
        }
      }
    });
    return done;
  }

  // ---- memory, and the end ----

  /// Tells everybody who is here whether what they see is stored.
  private void tellStored(boolean saved) {
    String payload = "{\"carillon\":\"" + (saved ? "saved" : "not-saved") + "\"}";
    for (Participant participant : participants) {
      participant.sendStateless(payload);
      if (!saved) {
        participant.answer(false);
      }
    }
  }

  private void stayAwake() {
    quietSince = documents.nowMillis();
    if (resting) {
      resting = false;
      rest.set(documents.settings().rest);
    }
  }

  private void restIfQuiet() {
    long left = documents.settings().rest.toMillis() - (documents.nowMillis() - quietSince);
    if (left > 0) {
      rest.set(Duration.ofMillis(left));
    } else {
      resting = true;
      doc().rest();
    }
  }

  /// Stores what is not stored, and completes when it is, or has failed. From any thread.
  CompletableFuture<Void> settle() {
    var settled = new CompletableFuture<Void>();
    execute(() -> {
      if (closed || doc == null) {
        settled.complete(null);
        return;
      }
      settling.add(settled);
      saving().hurry();
      endSettling();
    });
    return settled;
  }

  private void endSettling() {
    if (!settling.isEmpty() && (saving().isClean() || saving().isFailing())) {
      settling.forEach(settled -> settled.complete(null));
      settling.clear();
    }
  }
}
