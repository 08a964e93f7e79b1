package dev.carillon.server.apps.loomio;

import dev.carillon.core.LogLimit;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import dev.carillon.server.support.StopSignal;
import dev.carillon.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the rooms of connected users again and again, and moves their connections accordingly.
///
/// One pass takes as long as the interval. It groups the connections by token, gives each token a
/// place in the pass by its hash, and so reads each once per pass, evenly spread, whatever their
/// number. Confined to the virtual thread that runs it; look-ups run on virtual threads of their own,
/// a few at a time.
final class Rereading implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Rereading.class);
  private static final int MOST_SLOTS = 60;

  private final UserRooms users;
  private final Supplier<List<Socket>> sockets;
  private final StopSignal stop;
  private final LogLimit storeFailures;
  private final Semaphore permits;
  private final Duration pause;
  private final int slots;

  Rereading(
      Records settings,
      UserRooms users,
      Supplier<List<Socket>> sockets,
      StopSignal stop,
      LogLimit storeFailures) {
    this.users = users;
    this.sockets = sockets;
    this.stop = stop;
    this.storeFailures = storeFailures;
    this.permits = new Semaphore(Records.REREAD_CONCURRENCY);
    this.slots = Math.clamp(settings.membershipRefresh.toSeconds(), 1, MOST_SLOTS);
    this.pause = settings.membershipRefresh.dividedBy(slots);
  }

  @Override
  public void run() {
    while (!stop.stopped()) {
      List<Map<String, List<Socket>>> pass = slots();
      for (Map<String, List<Socket>> slot : pass) {
        if (stop.pause(pause)) {
          return;
        }
        slot.forEach(this::start);
      }
    }
  }

  private List<Map<String, List<Socket>>> slots() {
    List<Map<String, List<Socket>>> pass = new ArrayList<>(slots);
    for (int i = 0; i < slots; i++) {
      pass.add(new HashMap<>());
    }
    for (Socket socket : sockets.get()) {
      String token = RunningLoomio.token(socket);
      if (token != null && UserRooms.usable(token)) {
        pass.get(Math.floorMod(token.hashCode(), slots))
            .computeIfAbsent(token, t -> new ArrayList<>(1))
            .add(socket);
      }
    }
    return pass;
  }

  private void start(String token, List<Socket> holders) {
    permits.acquireUninterruptibly();
    Thread.ofVirtual()
        .name("loomio-rooms")
        .start(() -> {
          try {
            read(token, holders);
          } finally {
            permits.release();
          }
        });
  }

  private void read(String token, List<Socket> holders) {
    try {
      Set<String> listed = users.of(token);
      for (Socket socket : holders) {
        var _ = socket.rooms().thenAccept(now -> move(socket, RoomChange.between(now, listed)));
      }
    } catch (RuntimeException e) {
      // A StoreException, or whatever a store throws that is being closed.
      storeFailures.warn(log, "rooms not read again", "reason", "store-unavailable");
    }
  }

  private static void move(Socket socket, RoomChange change) {
    if (socket.connected() && !change.isEmpty()) {
      socket.leave(change.leave().toArray(String[]::new));
      socket.join(change.join().toArray(String[]::new));
    }
  }
}
