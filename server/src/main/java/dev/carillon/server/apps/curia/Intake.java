package dev.carillon.server.apps.curia;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import dev.carillon.json.BadJson;
import dev.carillon.socketio.Broadcast;
import dev.carillon.socketio.SocketIo;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what the backend publishes, and works it off in order.
///
/// The broker's thread reads an event, begins to ask for what will be needed of it, and puts it into a queue;
/// one virtual thread takes it out, asks, and sends. It has to be one thread: an event waits for what is known
/// of its board, later ones of that board must not overtake it, and who loses access must be held before them
/// ([Viewers]). As questions are asked ahead, a backend that answers slowly delays the queue by one answer, and
/// not by one for each event.
///
/// The queue holds [#MOST_BYTES]. What finds it full is dropped and counted. It may have been news of access,
/// as may anything that was published while there was no link to the broker; so after either, everything is
/// decided anew before the next event.
final class Intake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /// What may wait, in bytes of payload, each event counting for [#OVERHEAD] more.
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final int OVERHEAD = 512;

  private final EventReader reader;
  private final Routing routing;
  private final Viewers viewers;
  private final Records records;
  private final SocketIo io;
  private final Runnable onCommunities;
  private final Instruments instruments;
  private final EventLog log;
  private final VoteBatches votes;
  private final LogLimit bad;
  private final LogLimit full;
  private final boolean strict;
  private final Semaphore room = new Semaphore(MOST_BYTES);
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Thread worker = Thread.ofVirtual().name("curia-intake").unstarted(this::work);
  private final Broker.Subscription subscription;
  private volatile boolean missed;
  private volatile boolean closed;

  /// @param onCommunities told that communities may have switched something, once it is known
  Intake(
      CuriaSettings settings,
      Services services,
      Routing routing,
      Viewers viewers,
      Records records,
      SocketIo io,
      EventLog log,
      Runnable onCommunities) {
    this.reader = new EventReader(settings.maxMessage);
    this.strict = settings.strict;
    this.routing = routing;
    this.viewers = viewers;
    this.records = records;
    this.io = io;
    this.log = log;
    this.onCommunities = onCommunities;
    this.instruments = services.instruments();
    this.votes =
        new VoteBatches(settings.voteWindow, services.lanes().getFirst(), queue::add, this::send);
    Clock clock = services.clock();
    Broker broker = services.broker();
    this.bad = new LogLimit(clock, CuriaApp.NAME);
    this.full = new LogLimit(clock, CuriaApp.NAME);
    worker.start();
    this.subscription =
        broker.subscribe(settings.eventsChannel, (channel, message) -> hear(message));
    broker.onStateChange(state -> {
      if (state == Broker.State.READY) {
        missed();
      }
    });
  }

  CompletionStage<Void> confirmed() {
    return subscription.confirmed();
  }

  private void missed() {
    missed = true;
    queue.add(() -> {});
  }

  private void hear(byte[] message) {
    ForumEvent event;
    try {
      event = reader.read(message);
    } catch (BadJson e) {
      drop(e.reason(), message.length);
      return;
    }
    int cost = event.payload().length + OVERHEAD;
    if (!room.tryAcquire(cost)) {
      instruments.badInput(CuriaApp.NAME, "broker", "queue-full");
      full.warn(LOG, "events dropped", "reason", "queue-full");
      missed = true; // the queue is not empty, so it will be seen
      return;
    }
    if (strict && !event.changesAccess()) {
      event.boards().stream().filter(id -> id >= 0).forEach(records::prepareBoard);
    }
    queue.add(() -> {
      room.release(cost);
      handle(event);
    });
  }

  private void drop(String reason, int bytes) {
    instruments.badInput(CuriaApp.NAME, "broker", reason);
    bad.warn(LOG, "event dropped", "reason", reason, "bytes", bytes);
  }

  private void work() {
    while (!closed) {
      try {
        Runnable next = queue.take();
        if (missed) {
          missed = false;
          viewers.allChanged();
          log.gap();
        }
        next.run();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        // A bug: later events are to go out all the same.
        LOG.error("event not handled", e);
      }
    }
  }

  private void handle(ForumEvent event) {
    if (event.changesCommunities()) {
      records.forgetCommunities();
      onCommunities.run();
    }
    boolean waits = votes.take(event);
    if (event.changesAccess()) {
      event.boards().stream().filter(id -> id >= 0).forEach(viewers::boardChanged);
    }
    log.add(event);
    if (!waits) {
      send(event);
    }
  }

  private void send(ForumEvent event) {
    for (Delivery delivery : routing.deliveries(event)) {
      // Every node hears the backend by itself, hence local().
      Broadcast to = io.local().to(delivery.rooms().toArray(String[]::new));
      Broadcast but = to.except(delivery.except().toArray(String[]::new));
      try {
        but.emit(event.name(), delivery.payload());
      } catch (IllegalArgumentException _) {
        drop("reserved-name", event.payload().length);
        return;
      }
    }
  }

  /// Stops hearing; what waits is let go. Idempotent.
  @Override
  public void close() {
    closed = true;
    subscription.close();
    worker.interrupt();
  }
}
