package dev.carillon.server.apps.toggo.feed;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.server.apps.toggo.members.MemberIds;
import dev.carillon.server.apps.toggo.members.Members;
import dev.carillon.server.apps.toggo.members.MembersException;
import dev.carillon.server.support.Claims;
import dev.carillon.server.support.LogText;
import dev.carillon.server.support.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what happens on trips into the feeds of their members, all but the one who did it.
///
/// Each event is written by one node, whatever the number of nodes. What fails is tried
/// again for about a minute; what cannot be written then, and what there is no room for, is counted
/// ([#counts()]) and logged without its content.
///
/// **Threads.** [#accept] never blocks, and so may be called on the broker's thread. Each event has a
/// virtual thread until it is written, here or elsewhere; a few of them write at a time. Safe for
/// any thread.
final class FeedWriter implements Consumer<TripEvent>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedWriter.class);
  private static final String APP = "toggo";
  private static final String CLAIMED = "claimed";
  private static final String LOST = "feed-entry";

  /// What a claim says: first that somebody writes, for a short time, and then that it is done. A node that
  /// finds the first looks again, soon and for as long as it takes: if the writer died, its claim expires, and the
  /// event is taken over. Writing twice does no harm, only work, as each entry has one place in its set; so a claim
  /// may be short, and a writer that is overtaken is not stopped.
  static final String WRITING = "writing";

  private static final String WRITTEN = "written";

  /// How often a node looks at most whether another one has written.
  private static final int MOST_LOOKS = 60;

  /// How long it is remembered that an event is written: longer than any node goes on asking.
  private static final Duration MEMORY = Duration.ofMinutes(10);

  /// What an event takes besides its JSON: its ids, its thread.
  private static final int OVERHEAD = 2048;

  /// Recipients per round trip to the store.
  private static final int PAGE = 500;

  private final FeedSettings settings;
  private final Members members;
  private final Store store;
  private final Clock clock;
  private final Instruments instruments;
  private final Claims claims;
  private final StopSignal stop = new StopSignal();
  private final Semaphore room;
  private final Semaphore active;
  private final LogLimit badInput;
  private final LogLimit failures;
  private final LogLimit drops;
  private final LongAdder written = new LongAdder();
  private final LongAdder elsewhere = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder bad = new LongAdder();

  /// @param members says who is on a trip; closed with this writer
  FeedWriter(
      FeedSettings settings, Members members, Store store, Clock clock, Instruments instruments) {
    this.settings = settings;
    this.members = members;
    this.store = store;
    this.clock = clock;
    this.instruments = instruments;
    this.claims = claims(store, settings.claimLifetime());
    this.room = new Semaphore(settings.maxPending());
    this.active = new Semaphore(settings.concurrency());
    this.badInput = new LogLimit(clock, APP);
    this.failures = new LogLimit(clock, APP);
    this.drops = new LogLimit(clock, APP);
  }

  /// Returns the claims on events. They are not of the original, where every node wrote.
  ///
  /// @param lifetime how long a writer has
  static Claims claims(Store store, Duration lifetime) {
    return new Claims(store, "carillon:feed:", lifetime);
  }

  /// An event on its way into the feeds.
  ///
  /// @param score its time in Unix milliseconds
  private record Entry(TripEvent event, long score) {}

  /// Takes an event; those that do not belong in the feed are left alone.
  @Override
  public void accept(TripEvent event) {
    if (event.topic().startsWith("membership.")) {
      members.changed(event.tripId());
    }
    if (!settings.topics().contains(event.topic()) || stop.stopped()) {
      return;
    }
    if (!MemberIds.usable(event.id()) || !MemberIds.usable(event.tripId())) {
      reject(event);
      return;
    }
    int size = event.json().length + OVERHEAD;
    if (!room.tryAcquire(size)) {
      dropped.increment();
      instruments.givenUp(APP, LOST, "no-room");
      warn(drops, "no-room", event);
      return;
    }
    Entry entry = new Entry(event, score(event));
    Thread.ofVirtual()
        .name("toggo-feed")
        .start(() -> {
          try {
            seeWritten(entry);
          } finally {
            room.release(size);
          }
        });
  }

  /// The time of an event; that of its arrival where it has none. Never later than that: an entry
  /// from the future would be new for ever.
  private long score(TripEvent event) {
    Instant now = clock.now();
    Instant then = event.timestamp();
    boolean known = then.isAfter(Instant.EPOCH) && then.isBefore(now);
    return (known ? then : now).toEpochMilli();
  }

  private void reject(TripEvent event) {
    bad.increment();
    String reason = MemberIds.usable(event.id()) ? "trip-id" : "event-id";
    instruments.badInput(APP, "broker", reason);
    warn(badInput, reason, event);
  }

  private void seeWritten(Entry entry) {
    String failure = "";
    int attempts = 0;
    int looks = 0;
    while (attempts < settings.attempts()) {
      boolean claimed = failure.equals(CLAIMED);
      if (!failure.isEmpty() && stop.pause(pause(claimed ? Math.min(looks, 2) : attempts))) {
        if (claimed) {
          return; // another node is at it
        }
        break;
      }
      try {
        if (attempt(entry)) {
          return;
        }
        failure = CLAIMED;
        looks++;
        attempts += looks < MOST_LOOKS ? 0 : 1; // a look is no attempt, up to a point
        continue;
      } catch (MembersException e) {
        failure = e.label();
        if (e.lasting()) {
          break;
        }
      } catch (StoreException e) {
        failure = "store-" + e.label();
      } catch (RuntimeException e) {
        // Not expected; its text could quote the event, so only its kind is told.
        failure = e.getClass().getSimpleName();
      }
      attempts++;
    }
    failed.increment();
    instruments.givenUp(APP, LOST, failure);
    warn(failures, failure, entry.event);
  }

  /// Returns the pause after so many attempts: twice as long each time, a quarter more or less, so that
  /// the nodes do not ask in step.
  private Duration pause(int attempts) {
    long whole = settings.retryPause().toMillis() << (attempts - 1);
    return Duration.ofMillis(whole * 3 / 4 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }

  /// Returns whether the event is written now, by this node or another one.
  private boolean attempt(Entry entry) throws MembersException {
    active.acquireUninterruptibly();
    try {
      String id = entry.event.id();
      if (claims.take(id, WRITING)) {
        write(entry);
        written.increment();
        return true;
      }
      boolean isWritten = WRITTEN.equals(claims.note(id));
      if (isWritten) {
        elsewhere.increment();
      }
      return isWritten;
    } finally {
      active.release();
    }
  }

  private void write(Entry entry) throws MembersException {
    String id = entry.event.id();
    boolean done = false;
    try {
      fanOut(entry);
      claims.keep(id, WRITTEN, MEMORY);
      done = true;
    } finally {
      if (!done) {
        release(id);
      }
    }
  }

  private void release(String id) {
    try {
      claims.release(id);
    } catch (RuntimeException e) {
      log.debug("feed claim not released, it expires: reason=store-unavailable");
    }
  }

  private void fanOut(Entry entry) throws MembersException {
    TripEvent event = entry.event;
    List<String> recipients =
        members.of(event.tripId()).stream()
            .filter(user -> !user.equals(event.actorId()) && MemberIds.usableUser(user))
            .toList();
    if (recipients.isEmpty()) {
      return;
    }
    // First the event, then the entries that name it: who reads in between finds nothing amiss.
    String json = new String(event.json(), StandardCharsets.UTF_8);
    store.put(FeedKeys.event(event.id()), json, settings.retention());
    claims.keep(event.id(), WRITING, settings.claimLifetime());
    for (int from = 0; from < recipients.size(); from += PAGE) {
      List<String> keys =
          recipients.subList(from, Math.min(from + PAGE, recipients.size())).stream()
              .map(user -> FeedKeys.entries(user, event.tripId()))
              .toList();
      store.addScored(
          keys, (double) entry.score, event.id(), settings.maxEntries(), settings.retention());
      if (from + PAGE < recipients.size()) {
        claims.keep(event.id(), WRITING, settings.claimLifetime());
      }
    }
  }

  private static void warn(LogLimit limit, String reason, TripEvent event) {
    limit.warn(
        log,
        "not in the feed",
        "trip",
        LogText.safe(event.tripId()),
        "topic",
        LogText.safe(event.topic()),
        "reason",
        reason);
  }

  /// What has happened so far on this node.
  public Counts counts() {
    return new Counts(
        written.sum(),
        elsewhere.sum(),
        failed.sum(),
        dropped.sum(),
        bad.sum(),
        settings.maxPending() - room.availablePermits());
  }

  /// Takes no more events, waits a while for those that are being written, and ends. Idempotent.
  @Override
  public void close() {
    stop.stop();
    try {
      if (!room.tryAcquire(
          settings.maxPending(), settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("feed stopped: unwritten-bytes={}", counts().pendingBytes());
      } else {
        room.release(settings.maxPending());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    members.close();
  }

  /// What became of the events that this node took. Immutable.
  ///
  /// @param written written by this node
  /// @param elsewhere written by another node
  /// @param failed given up
  /// @param dropped not taken because there was no room
  /// @param bad without a usable id
  /// @param pendingBytes the memory of those that are on their way now
  public record Counts(
      long written, long elsewhere, long failed, long dropped, long bad, int pendingBytes) {}
}
