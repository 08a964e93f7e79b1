package dev.carillon.collab;

import dev.carillon.collab.storage.DocumentStorage;
import dev.carillon.core.Broker;
import dev.carillon.core.Lane;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Rooms;
import dev.carillon.core.Services;
import dev.carillon.yjs.Doc;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The documents that are open on this node, whatever the protocol of those who are in them.
///
/// A document is opened by whoever comes first, or by an edit of this program, and closed when nobody is in
/// it and everything is stored. Between storages of the same kind documents can be moved; two storages never
/// hold the same document at once.
///
/// Safe for any thread. [#edit] and [#read] block.
public final class Documents implements AutoCloseable {
  /// The longest name of a document, in characters.
  public static final int LONGEST_NAME = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
  private static final int ID_BYTES = 12;

  /// What the channels of documents begin with; the label and the name of the document follow.
  private static final String CHANNEL = "carillon:collab:";

  /// How long a stop waits for storages.
  private static final long STOP_SECONDS = 10;

  private final String label;
  private final Services services;
  private final DocumentSettings settings;
  private final DocumentStorage storage;
  private final DocumentHooks hooks;
  private final Rooms rooms;
  private final ConcurrentHashMap<String, OpenDocument> open = new ConcurrentHashMap<>();
  private final LogLimit storeFailures;
  private final LogLimit hookFailures;
  private final LogLimit warnings;
  private final LongAdder failures = new LongAdder();
  private final String node;
  private volatile boolean closed;

  private Documents(
      String label,
      Services services,
      DocumentSettings settings,
      DocumentStorage storage,
      DocumentHooks hooks) {
    this.label = label;
    this.services = services;
    this.settings = settings.copy();
    this.storage = storage;
    this.hooks = hooks;
    this.rooms = new Rooms(label, services.lanes(), services.instruments());
    this.storeFailures = new LogLimit(services.clock(), label);
    this.hookFailures = new LogLimit(services.clock(), label);
    this.warnings = new LogLimit(services.clock(), label);
    this.node = newId();
    if (services.broker().reachesOtherNodes()) {
      services.broker().onStateChange(this::onBroker);
    }
  }

  /// What was published while the link was down is lost to all: everybody asks.
  private void onBroker(Broker.State state) {
    if (state == Broker.State.READY && !closed) {
      open.values().forEach(OpenDocument::onLinkBack);
    }
  }

  /// Makes a set of documents; none is open.
  ///
  /// @param label under which they are counted and logged
  /// @param services what the gateway lends
  /// @param storage where they are kept; whoever made it closes it, after this
  public static Documents create(
      String label,
      Services services,
      DocumentSettings settings,
      DocumentStorage storage,
      DocumentHooks hooks) {
    return new Documents(label, services, settings, storage, hooks);
  }

  // ---- for programs ----

  /// Changes a document, whether somebody is in it or not, as one transaction. Everybody who is in it sees the
  /// change; the caller goes on when it is made, and it is stored as others are.
  ///
  /// @param change called once, with the document to itself; it must not block
  /// @throws IllegalStateException if the document cannot be opened or may not be changed
  /// @throws RuntimeException what `change` throws; the document is then as it was
  public void edit(String name, Consumer<Doc> change) {
    with(name, document -> document.edit(change));
  }

  /// Reads a document as it is at this moment.
  ///
  /// @param reader called once, with the document to itself; it must not block, nor change anything
  /// @throws IllegalStateException if the document cannot be opened
  public void read(String name, Consumer<Doc> reader) {
    with(name, document -> document.read(reader));
  }

  private void with(
      String name, Function<OpenDocument, CompletableFuture<OpenDocument.Entry>> task) {
    checkName(name);
    while (true) {
      OpenDocument.Entry entry = join(task.apply(opened(name)));
      if (entry == OpenDocument.Entry.UNREADABLE) {
        throw new IllegalStateException("the document cannot be loaded: " + name);
      }
      if (entry == OpenDocument.Entry.ENTERED) {
        return;
      }
    }
  }

  private static OpenDocument.Entry join(CompletableFuture<OpenDocument.Entry> entry) {
    try {
      return entry.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void checkName(String name) {
    String wrong = wrongWith(name);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /// Says what is wrong with the name of a document; `null`: nothing.
  static @Nullable String wrongWith(String name) {
    if (name.isBlank()) {
      return "a document needs a name";
    }
    if (name.length() > LONGEST_NAME) {
      return "a document's name has at most " + LONGEST_NAME + " characters";
    }
    return name.indexOf(Wire.SESSION_SEPARATOR) >= 0 ? "a document's name holds no NUL" : null;
  }

  /// Returns how many documents are open.
  public int size() {
    return open.size();
  }

  /// Returns how often a storage has failed.
  public long storeFailures() {
    return failures.sum();
  }

  /// Takes no more changes, and stores what is not stored, as far as that takes ten seconds at most. Idempotent.
  /// Blocks.
  @Override
  public void close() {
    closed = true;
    var settled =
        open.values().stream().map(OpenDocument::settle).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(settled).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("stopped with documents that are not stored: {}", label);
    }
  }

  // ---- for the package ----

  /// Joins those nodes that have a document open.
  Peers peersOf(String name, Lane lane, Peers.Listener listener) {
    return new Peers(node, CHANNEL + label + ":" + name, services.broker(), lane, listener);
  }

  /// Whether nothing is changed any more, as this node stops: what clients say from here on they keep, and bring
  /// with them where they come back.
  boolean isClosed() {
    return closed;
  }

  Services services() {
    return services;
  }

  DocumentSettings settings() {
    return settings;
  }

  DocumentStorage storage() {
    return storage;
  }

  Rooms rooms() {
    return rooms;
  }

  long nowMillis() {
    return services.clock().millis();
  }

  /// Returns an id for a participant.
  String newId() {
    byte[] id = new byte[ID_BYTES];
    services.random().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /// Asks the hook about somebody.
  Access admit(Entrance entrance) throws AccessDeniedException {
    String wrong = wrongWith(entrance.document());
    if (wrong != null) {
      throw AccessDeniedException.because(wrong);
    }
    try {
      return hooks.authenticate(entrance);
    } catch (RuntimeException e) {
      hookFailures.warn(
          LOG, "hook failed", "hook", "authenticate", "error", e.getClass().getName());
      throw AccessDeniedException.unknown("permission-denied");
    }
  }

  /// Puts somebody into a document, which is opened if need be. Blocks.
  OpenDocument enter(Participant participant) throws AccessDeniedException {
    while (true) {
      if (closed) {
        throw AccessDeniedException.unknown("server shutting down");
      }
      if (open.size() >= settings.maxDocuments && !open.containsKey(participant.document())) {
        services.instruments().refused(label, "documents");
        throw AccessDeniedException.unknown("too many documents");
      }
      OpenDocument document = opened(participant.document());
      switch (document.attach(participant).join()) {
        case ENTERED -> {
          return document;
        }
        case FULL -> {
          services.instruments().refused(label, "participants");
          throw AccessDeniedException.unknown("too many participants");
        }
        case UNREADABLE -> throw AccessDeniedException.unknown("document cannot be loaded");
        case GONE -> {} // it has made room before it said so
      }
    }
  }

  private OpenDocument opened(String name) {
    return open.computeIfAbsent(
        name,
        key -> {
          services.instruments().documentOpened(label);
          return new OpenDocument(key, this, lane(key));
        });
  }

  private Lane lane(String name) {
    return services.lanes().get(Math.floorMod(name.hashCode(), services.lanes().size()));
  }

  void forget(OpenDocument document) {
    if (open.remove(document.name(), document)) {
      services.instruments().documentClosed(label);
    }
  }

  byte @Nullable [] initialState(String name) {
    try {
      return hooks.load(name);
    } catch (RuntimeException e) {
      hookFailures.warn(LOG, "hook failed", "hook", "load", "error", e.getClass().getName());
      return null;
    }
  }

  void tellHooks(Consumer<DocumentHooks> news) {
    try {
      news.accept(hooks);
    } catch (RuntimeException e) {
      hookFailures.warn(LOG, "hook failed", "error", e.getClass().getName());
    }
  }

  void onChange(String name, byte[] update, @Nullable Participant by) {
    services.instruments().documentChanged(label);
    tellHooks(told -> told.changed(name, update, by));
  }

  void onStored(String name, int bytes) {
    services.instruments().documentStored(label, bytes);
    tellHooks(told -> told.stored(name));
  }

  void onStoreFailed(String name, Exception e) {
    countFailure();
    storeFailures.warn(
        LOG, "document not stored", "document", name, "error", String.valueOf(e.getMessage()));
  }

  private void countFailure() {
    failures.increment();
    services.instruments().documentFailed(label);
  }

  void warn(String event, String name, Exception e) {
    countFailure();
    warnings.warn(LOG, event, "document", name, "error", String.valueOf(e.getMessage()));
  }

  void countSlowReader() {
    services.instruments().slowReader(label);
  }

  void countBadInput(String reason) {
    services.instruments().badInput(label, "client", reason);
  }
}
