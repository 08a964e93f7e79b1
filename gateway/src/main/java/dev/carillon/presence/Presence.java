package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Services;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is in which room, by user and device, on all nodes.
///
/// ```java
/// Presence presence = Presence.open("chat", services, PresenceSettings.defaults());
/// presence.onChange(batch -> io.local().to(batch.room()).emit("presence", …));
/// …
/// Visit visit = presence.enter("lobby", user, socket.id(), "{\"name\":\"Ann\"}");
/// presence.tell("lobby", roster -> { socket.join("lobby"); socket.emit("here", …); });
/// socket.onDisconnect(reason -> visit.lost());
/// ```
///
/// Nodes that share a broker and open a presence of the same name have one list; each tells its own
/// clients. How lists are kept right is told in [Attendance] (what is told, and when) and [Shares]
/// (how nodes know of each other's), and why in decision 16.
///
/// **Threads.** Safe for any thread. [#enter], [Visit]'s methods and [#roster] never wait, so they
/// may be called in a lane. Listeners and newcomers are called on one virtual thread, one at a time.
public final class Presence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private static final int MAX_NAME = 1024;

  private final String name;
  private final Clock clock;
  private final PresenceSettings settings;
  private final Attendance attendance;
  private final Shares shares;
  private final Chore teller;
  private final List<PresenceListener> listeners = new CopyOnWriteArrayList<>();
  private final List<LocalListener> locals = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /// Hears who enters and goes on this node, at once, where it happens; must not wait.
  interface LocalListener {
    void entered(String room, String user);

    void gone(String room, String user, Farewell how);
  }

  private Presence(String name, Services services, PresenceSettings settings) {
    this.name = name;
    this.clock = services.clock();
    this.settings = settings.copy();
    this.teller = new Chore("carillon-presence", services.lanes().getFirst(), this::tellAll);
    this.attendance =
        new Attendance(
            clock, this.settings.grace.toMillis(), this.settings.window.toMillis(), teller::at);
    this.shares = new Shares(name, services, this.settings, attendance);
  }

  /// Opens the presence of a name on this node, and asks the other nodes who is there.
  ///
  /// @param name the same on all nodes that are to have one list
  public static Presence open(String name, Services services, PresenceSettings settings) {
    var presence = new Presence(name, services, settings);
    presence.shares.open();
    return presence;
  }

  /// Returns the name.
  public String name() {
    return name;
  }

  PresenceSettings settings() {
    return settings;
  }

  /// Completes once this node knows who is on the others, or, if some of them do not say, when its
  /// patience is over; with no link to the broker, not before there is one. On a thread that must
  /// not be blocked.
  public CompletionStage<Void> ready() {
    return shares.ready();
  }

  /// Adds a listener; it hears what is told from now on.
  public void onChange(PresenceListener listener) {
    listeners.add(listener);
  }

  /// Adds a listener to this node's own; before anybody enters, lest it miss them.
  void onLocalChange(LocalListener listener) {
    locals.add(listener);
  }

  /// Lets a device into a room. A device of this user that has the same id, on this node, makes room
  /// for it.
  ///
  /// @param device such as the id of its connection: two tabs are two devices
  /// @param state what the app says of it, given to everybody who is told
  /// @throws IllegalArgumentException if a name or the state is too long
  /// @throws TooManyDevicesException at the limit of the settings
  public Visit enter(String room, String user, String device, String state) {
    checkName(room);
    checkName(user);
    checkName(device);
    checkState(state);
    if (closed) {
      throw new IllegalStateException("the presence is closed");
    }
    if (attendance.devices(shares.origin()) >= settings.maxDevices) {
      throw new TooManyDevicesException(settings.maxDevices);
    }
    var here = new Device(device, shares.origin(), clock.now(), state);
    boolean replaced = !attendance.put(new Entry(room, user, here));
    if (!replaced) {
      locals.forEach(one -> one.entered(room, user));
    }
    shares.changed(room, user, device, Farewell.LOST);
    return new Visit(this, room, user, here);
  }

  private static void checkName(String text) {
    if (text.length() > MAX_NAME) {
      throw new IllegalArgumentException("a name has at most " + MAX_NAME + " characters");
    }
  }

  void checkState(String state) {
    if (state.length() > settings.maxState) {
      throw new IllegalArgumentException(
          "a state has at most " + settings.maxState + " characters, not " + state.length());
    }
  }

  boolean update(String room, String user, Device known, Device fresh) {
    boolean there = attendance.update(room, user, known, fresh);
    if (there) {
      shares.changed(room, user, fresh.id(), Farewell.LOST);
    }
    return there;
  }

  void remove(String room, String user, Device known, Farewell how) {
    if (attendance.remove(room, user, known, how)) {
      locals.forEach(one -> one.gone(room, user, how));
      shares.changed(room, user, known.id(), how);
    }
  }

  /// Returns who is in a room, as it was last told here. What changed since is not in it.
  public Roster roster(String room) {
    return attendance.roster(room);
  }

  /// Calls a newcomer with who is in a room, in the order of the listeners' calls: all that entered
  /// before this call is in the list or in a batch before it, and the next batch is what follows.
  /// While a room is busy, that is at the end of its window, for all newcomers of that time.
  ///
  /// @param newcomer called once, on the listeners' thread
  public void tell(String room, Consumer<Roster> newcomer) {
    attendance.await(room, newcomer);
  }

  /// Returns the number of devices in rooms, on all nodes as far as is known here.
  public int devices() {
    return attendance.devices();
  }

  private long tellAll() {
    Attendance.Turns turns = attendance.take();
    for (RoomPresence.Turn turn : turns.turns()) {
      RoomChanges changes = turn.changes();
      if (changes != null) {
        listeners.forEach(listener -> call(listener::onChanges, changes));
      }
      Roster roster = turn.roster();
      if (roster != null) {
        turn.newcomers().forEach(newcomer -> call(newcomer, roster));
      }
    }
    return turns.nextAt();
  }

  private static <T> void call(Consumer<T> listener, T news) {
    try {
      listener.accept(news);
    } catch (RuntimeException | Error e) {
      // The app's bug: the others are to hear of it all the same.
      LOG.error("presence listener failed", e);
    }
  }

  /// Tells nobody anything any more, and lets the other nodes find that this one is gone. Idempotent.
  @Override
  public void close() {
    closed = true;
    teller.end();
    shares.close();
  }
}
