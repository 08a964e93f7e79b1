package dev.carillon.collab;

import dev.carillon.collab.DocumentSettings.Acknowledgement;
import dev.carillon.collab.storage.DocumentStorage;
import dev.carillon.collab.storage.StoredDocument;
import dev.carillon.core.Alarm;
import dev.carillon.core.Lane;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.Updates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has the changes of one document stored.
///
/// **The rule.** Changes are gathered and given to the storage as one update; while it has that, further
/// ones gather. With [Acknowledgement#DURABLE] that begins at once, so that one write answers all who typed
/// during the one before; otherwise it begins when nobody has typed for a while, and at the latest some time
/// after the first change. A client that waits for *saved* is answered when the write that holds its change
/// has returned, and not before.
///
/// **When it fails** the changes go back in front of those that came meanwhile, whoever is in the document is
/// told that it is not saved, and it is tried again, after a second first and then after longer, for as long
/// as it takes: a document with changes that are not stored stays in memory. A storage that does not answer
/// for a while counts as one that failed, as far as people are told; its answer still counts when it comes.
///
/// Confined to the inbox of the document, but for the write itself, which has a virtual thread.
final class Saving {
  /// With so many updates in the storage, a document is put together when everybody has left.
  private static final int TIDY_AT = 32;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  /// What the document does with what comes of it.
  interface Owner {
    /// Runs something in the inbox of the document.
    void execute(Runnable task);

    /// Answers somebody who waits to hear that a change is saved.
    void acknowledge(Participant participant);

    /// Tells everybody whether changes are stored; called when that changes.
    void tell(boolean saved);

    /// A write has returned; all is stored if nothing came meanwhile.
    ///
    /// @param bytes how much it wrote
    void onStored(int bytes);

    /// A write has failed.
    void onFailure(Exception e);
  }

  private final String document;
  private final DocumentStorage storage;
  private final DocumentSettings settings;
  private final Lane lane;
  private final Owner owner;
  private final Alarm begin;
  private final Alarm tooLong;
  private List<byte[]> unsaved = new ArrayList<>();
  private List<Participant> owed = new ArrayList<>();
  private List<Participant> owedByWrite = new ArrayList<>();
  private boolean writing;
  private boolean tidying;
  private boolean armed;
  private long firstChangeMillis;
  private boolean failing;
  private Duration retry = FIRST_RETRY;
  private int stored;

  Saving(
      String document,
      DocumentStorage storage,
      DocumentSettings settings,
      Lane lane,
      Owner owner,
      int stored) {
    this.document = document;
    this.storage = storage;
    this.settings = settings;
    this.lane = lane;
    this.owner = owner;
    this.stored = stored;
    this.begin = new Alarm(lane, () -> owner.execute(this::write));
    this.tooLong = new Alarm(lane, () -> owner.execute(this::onTooLong));
  }

  /// Whether there is nothing that is not stored.
  boolean isClean() {
    return unsaved.isEmpty() && !writing && !tidying;
  }

  boolean isFailing() {
    return failing;
  }

  /// Takes a change.
  void changed(byte[] update, long nowMillis) {
    if (unsaved.isEmpty()) {
      firstChangeMillis = nowMillis;
    }
    unsaved.add(update);
    if (failing || writing || tidying) {
      return; // goes on by itself
    }
    if (settings.ack == Acknowledgement.DURABLE) {
      write();
    } else {
      long left = settings.maxDebounce.toMillis() - (nowMillis - firstChangeMillis);
      begin.set(Duration.ofMillis(Math.min(settings.debounce.toMillis(), left)));
      armed = true;
    }
  }

  /// Answers somebody whose change was taken: at once, or when it is stored.
  void owe(Participant participant) {
    if (settings.ack == Acknowledgement.MEMORY || (unsaved.isEmpty() && !writing)) {
      owner.acknowledge(participant);
    } else if (unsaved.isEmpty()) {
      owedByWrite.add(participant);
    } else {
      owed.add(participant);
    }
  }

  /// Has everything stored now rather than later.
  void hurry() {
    if (!failing) {
      write();
    }
  }

  private void write() {
    if (unsaved.isEmpty() || writing || tidying) {
      return;
    }
    if (armed) {
      armed = false;
      begin.cancel();
    }
    List<byte[]> batch = unsaved;
    unsaved = new ArrayList<>();
    owedByWrite = owed;
    owed = new ArrayList<>();
    writing = true;
    tooLong.set(settings.storePatience);
    Thread.ofVirtual().name("carillon-store").start(() -> append(batch));
  }

  private void append(List<byte[]> batch) {
    try {
      byte[] update = batch.size() == 1 ? batch.getFirst() : Updates.mergeUpdates(batch);
      storage.append(document, update);
      owner.execute(() -> onWritten(update.length));
    } catch (IOException | RuntimeException e) {
      owner.execute(() -> onFailed(batch, e));
    }
  }

  private void onWritten(int bytes) {
    writing = false;
    stored++;
    tooLong.cancel();
    retry = FIRST_RETRY;
    List<Participant> answered = owedByWrite;
    owedByWrite = new ArrayList<>();
    if (failing) {
      failing = false;
      owner.tell(true);
    }
    answered.forEach(owner::acknowledge);
    if (!unsaved.isEmpty()) {
      if (settings.ack == Acknowledgement.DURABLE) {
        write();
      } else {
        begin.set(settings.debounce);
        armed = true;
      }
    }
    owner.onStored(bytes);
  }

  private void onFailed(List<byte[]> batch, Exception e) {
    writing = false;
    tooLong.cancel();
    batch.addAll(unsaved);
    unsaved = batch;
    var waiting = new ArrayList<>(owedByWrite);
    waiting.addAll(owed);
    owed = waiting;
    owedByWrite = new ArrayList<>();
    owner.onFailure(e);
    tellOfFailure();
    begin.set(retry);
    armed = true;
    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
  }

  private void onTooLong() {
    if (writing) {
      tellOfFailure();
    }
  }

  private void tellOfFailure() {
    if (!failing) {
      failing = true;
      owner.tell(false);
    }
  }

  /// Forgets somebody who has gone: nobody waits for an answer any more.
  void forget(Participant participant) {
    owed.remove(participant);
    owedByWrite.remove(participant);
  }

  /// Whether much has been stored piece by piece.
  boolean isUntidy() {
    return stored > TIDY_AT;
  }

  /// Puts together what is stored, before the document is left to the storage alone. A fault leaves the pieces.
  void tidy(Runnable then) {
    stored = 0;
    aside(
        () -> {
          StoredDocument all = storage.load(document);
          storage.replace(document, all, Updates.mergeUpdates(all.updates()));
          return null;
        },
        then,
        () -> {});
  }

  /// Stores what of a state is not stored yet: others may have died before they had stored what they told us. It
  /// is looked up aside, and then stored like any change; as long as it cannot be looked up, that is tried again.
  ///
  /// @param onFailure told that it could not be; `then` comes all the same, after a while
  void complete(byte[] state, Runnable then, Runnable onFailure) {
    aside(() -> notIn(storage.load(document).updates(), state), then, onFailure);
  }

  private static byte @Nullable [] notIn(List<byte[]> updates, byte[] state) {
    if (updates.isEmpty()) {
      return state;
    }
    byte[] all = Updates.mergeUpdates(updates);
    StateVector known = Updates.stateVector(all);
    boolean there = Updates.contains(known, Updates.deleteSet(all), state);
    return there ? null : Updates.diffUpdate(state, known);
  }

  /// Something that is asked of the storage while nobody is in the document.
  private interface Work {
    /// @return what is to be stored besides; `null` for nothing
    byte @Nullable [] run() throws IOException;
  }

  private void aside(Work work, Runnable then, Runnable onFailure) {
    tidying = true;
    Thread.ofVirtual()
        .name("carillon-store")
        .start(() -> {
          try {
            byte[] more = work.run();
            owner.execute(() -> {
              tidying = false;
              if (more != null) {
                unsaved.add(more);
              }
              hurry();
              then.run();
            });
          } catch (IOException | RuntimeException e) {
            owner.execute(() -> {
              tidying = false;
              onFailure.run();
              owner.onFailure(e);
              hurry();
              new Alarm(lane, () -> owner.execute(then)).set(FIRST_RETRY);
            });
          }
        });
  }

  void close() {
    begin.cancel();
    tooLong.cancel();
  }
}
