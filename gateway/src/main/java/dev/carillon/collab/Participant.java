package dev.carillon.collab;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import dev.carillon.core.Timed;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One client in one document: one of the documents that a WebSocket of Hocuspocus carries, or the only one
/// of a WebSocket of y-websocket.
///
/// **Coming in.** The first thing a client says about a document is its token. It goes on at once with what
/// it wants to synchronise, which waits here until the hook has decided and the document is open, and is heard
/// then in order.
///
/// **A slow reader** is not sent changes that it would only queue up: while its socket is not writable, what
/// changes is noted as *which stretch of whose changes is missing*, and once it can be written to again, it
/// gets one difference that has all of it, and the latest state of all cursors. From that moment on, further
/// changes are sent again; those that overtake the difference wait in the client's document until it comes,
/// as Yjs has it.
///
/// The public methods may be called from any thread. All else is confined to the lane, where it says nothing else.
public final class Participant extends Member {
  /// A missed update that is longer is not looked into: the whole document is sent later.
  private static final int LONGEST_LOOKED_INTO = 64 * 1024;

  /// What the connection is told, in the lane.
  interface Host {
    /// The participant is over, for whatever reason; its address is free.
    void onLeft(Participant participant);

    /// The client was let into this document.
    void onAdmitted();

    /// Holds the calling thread until newcomers may come in.
    ///
    /// @return false if the connection ends for it
    boolean awaitReady();

    /// A frame waits before it was let in.
    ///
    /// @return whether that is within the limits
    boolean mayWait(int bytes);

    /// Frames wait no longer.
    void onWaitOver(int frames, int bytes);
  }

  private final Documents documents;
  private final WebSocket socket;
  private final Inflow inflow;
  private final Host host;
  private final String document;

  /// The address in frames of Hocuspocus; `null` for y-websocket.
  private final @Nullable String address;

  private final HttpRequestHead handshake;
  private final Recheck recheck = new Recheck();

  private volatile Access access = Access.READ_ONLY;
  private volatile @Nullable OpenDocument open;
  private volatile boolean over;
  private @Nullable String token;
  private @Nullable String providerVersion;
  private List<Frame> waiting = new ArrayList<>();
  private @Nullable Missed missed;

  /// A frame of the client, from the type of its message on.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(byte[] bytes, int at) {}

  /// What a slow reader lacks: of each client, all from a clock on.
  private static final class Missed {
    private final Map<Long, Integer> from = new HashMap<>();
    private boolean everything;

    void add(DocumentMessage message) {
      if (message.kind() == DocumentMessage.Kind.CHANGE && !everything) {
        everything = message.length() > LONGEST_LOOKED_INTO;
        UpdateMeta meta = everything ? null : message.meta();
        if (meta != null) {
          meta.from().forEach((client, clock) -> from.merge(client, clock, Math::min));
        }
      }
    }
  }

  Participant(
      String id,
      Documents documents,
      WebSocket socket,
      Inflow inflow,
      Host host,
      String document,
      @Nullable String address,
      HttpRequestHead handshake) {
    super(id, socket.lane());
    this.documents = documents;
    this.socket = socket;
    this.inflow = inflow;
    this.host = host;
    this.document = document;
    this.address = address;
    this.handshake = handshake;
  }

  /// Returns the name of the document.
  public String document() {
    return document;
  }

  /// Returns what this client may do.
  public Access access() {
    return access;
  }

  /// Returns the request that opened the WebSocket. It may hold a token.
  public HttpRequestHead handshake() {
    return handshake;
  }

  /// Returns whether this client is still in the document, as far as is known.
  public boolean isOpen() {
    return !over;
  }

  /// Sends a message beside the document to this client alone. Nothing for y-websocket, which has no such
  /// message.
  public void sendStateless(String payload) {
    if (address != null) {
      reply(Wire.stateless(payload));
    }
  }

  /// Answers a change: whether it is in the document, and stored where that is asked for. y-websocket has no
  /// such answer.
  void answer(boolean taken) {
    if (address != null) {
      reply(Wire.syncStatus(taken));
    }
  }

  /// Whether the client asks for what it lacks, and is asked in return only then: so in Hocuspocus. In
  /// y-websocket the server asks right away.
  boolean asksFirst() {
    return address != null;
  }

  /// Asks the client for its token once more; what it answers is asked of the hook.
  public void requestToken() {
    if (address != null) {
      reply(Wire.tokenPlease());
    }
  }

  /// Ends this client's part in the document. The WebSocket stays open where it carries further documents.
  ///
  /// The provider does not come back by itself from this; it does once its WebSocket ends.
  public void close(String reason) {
    lane()
        .run(() -> {
          if (!over) {
            reply(Wire.close(reason));
            leave();
          }
        });
  }

  // ---- coming in ----

  /// Takes the token that the client shows: the first one lets it in, a later one is looked at anew.
  void show(String shown, @Nullable String version) {
    boolean first = token == null;
    token = shown;
    providerVersion = version;
    Entrance entrance = new Entrance(document, shown, handshake, version, this);
    if (first) {
      documents.rooms().add(this);
      Thread.ofVirtual().name("carillon-collab").start(() -> comeIn(entrance));
    } else {
      Thread.ofVirtual().name("carillon-collab").start(() -> stay(entrance, true));
    }
  }

  /// Whether the client has shown a token.
  boolean hasShownToken() {
    return token != null;
  }

  private void comeIn(Entrance entrance) {
    if (!host.awaitReady()) {
      return;
    }
    try {
      access = documents.admit(entrance);
      if (address != null) {
        reply(Wire.authenticated(access));
      }
      OpenDocument opened = documents.enter(this);
      lane().run(() -> opened(opened));
    } catch (AccessDeniedException e) {
      lane().run(() -> refuse(String.valueOf(e.getMessage())));
    }
  }

  private void opened(OpenDocument opened) {
    if (over) {
      opened.detach(this);
      return;
    }
    open = opened;
    host.onAdmitted();
    List<Frame> frames = waiting;
    waiting = List.of();
    host.onWaitOver(frames.size(), frames.stream().mapToInt(frame -> frame.bytes.length).sum());
    frames.forEach(frame -> hand(opened, frame));
    recheck.begin();
  }

  /// Asks the hook whether the client may stay.
  private void stay(Entrance entrance, boolean strict) {
    try {
      Access decided = documents.admit(entrance);
      if (decided != access) {
        access = decided;
        if (address != null) {
          reply(Wire.authenticated(decided));
        }
      }
    } catch (AccessDeniedException e) {
      if (strict || e.isCertain()) {
        lane().run(() -> refuse(String.valueOf(e.getMessage())));
      }
    }
  }

  private void refuse(String reason) {
    if (over) {
      return;
    }
    boolean wasIn = open != null;
    if (address == null) {
      socket.close(HocuspocusEndpoint.FORBIDDEN);
    } else {
      reply(Wire.denied(reason));
      if (wasIn) {
        reply(Wire.close(HocuspocusEndpoint.FORBIDDEN.phrase()));
      }
    }
    leave();
  }

  // ---- what the client says ----

  /// Takes what the client says about the document.
  ///
  /// @return false if it says too much before it is let in
  boolean hear(Frame frame) {
    OpenDocument opened = open;
    if (opened != null) {
      hand(opened, frame);
      return true;
    }
    if (!host.mayWait(frame.bytes.length)) {
      return false;
    }
    waiting.add(frame);
    return true;
  }

  private void hand(OpenDocument opened, Frame frame) {
    int length = frame.bytes.length;
    inflow.begun(length);
    opened.execute(() -> {
      try {
        opened.handle(this, frame);
      } finally {
        inflow.done(length);
      }
    });
  }

  // ---- what the client hears ----

  /// Sends a message to this client, whether it reads or not. From any thread.
  void reply(byte[] message) {
    DocumentMessage reply = DocumentMessage.reply(document, message);
    lane()
        .run(() -> {
          if (!over) {
            take(reply, List.of());
          }
        });
  }

  @Override
  protected int deliver(Message message) {
    if (over || !(message instanceof DocumentMessage told)) {
      return 0;
    }
    if (told.kind() != DocumentMessage.Kind.REPLY && (missed != null || !socket.isWritable())) {
      Missed lacks = missed == null ? new Missed() : missed;
      missed = lacks;
      lacks.add(told);
      return 0;
    }
    Message form = address == null ? told : told.at(address);
    socket.append(form);
    return form.encoded(socket.encoding()).length();
  }

  /// The socket has room again.
  void onWritable() {
    Missed lacks = missed;
    OpenDocument opened = open;
    if (lacks != null && opened != null) {
      missed = null;
      documents.countSlowReader();
      opened.execute(() -> opened.catchUp(this, lacks.everything ? null : lacks.from));
    }
  }

  /// Returns how far somebody is who lacks stretches of a document.
  static StateVector before(StateVector now, Map<Long, Integer> missedFrom) {
    Map<Long, Integer> clocks = new HashMap<>(now.toMap());
    missedFrom.forEach(
        (client, from) -> clocks.computeIfPresent(client, (key, clock) -> Math.min(clock, from)));
    clocks.values().removeIf(clock -> clock == 0);
    return StateVector.of(clocks);
  }

  // ---- the end ----

  /// Ends this client's part, without a word to it.
  void leave() {
    if (over) {
      return;
    }
    over = true;
    recheck.end();
    if (token != null) {
      documents.rooms().remove(this);
    }
    host.onWaitOver(waiting.size(), waiting.stream().mapToInt(frame -> frame.bytes.length).sum());
    waiting = List.of();
    host.onLeft(this);
    OpenDocument opened = open;
    if (opened != null) {
      opened.detach(this);
    }
  }

  @Override
  protected void expel(CloseReason reason) {
    close(reason.phrase());
  }

  /// Asks every few minutes whether the client may stay.
  private final class Recheck extends Timed {
    void begin() {
      long every = documents.settings().recheck.toMillis();
      if (every > 0) {
        lane().timers().schedule(this, every);
      }
    }

    void end() {
      lane().timers().cancel(this);
    }

    @Override
    protected void onDeadline() {
      String shown = token == null ? "" : token;
      Entrance entrance =
          new Entrance(document, shown, handshake, providerVersion, Participant.this);
      Thread.ofVirtual().name("carillon-collab").start(() -> stay(entrance, false));
      begin();
    }
  }
}
