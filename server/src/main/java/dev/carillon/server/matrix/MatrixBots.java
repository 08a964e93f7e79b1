package dev.carillon.server.matrix;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Store;
import dev.carillon.server.support.LogText;
import dev.carillon.server.support.StopSignal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts what a backend publishes on `chatbot/test` and `chatbot/publish` to Matrix rooms.
///
/// Each message is posted by one node, whatever the number of nodes, at most once ([PostClaims]): by one that has
/// room for it in its queue, and in order per room ([RoomTurns]). What cannot be posted is counted ([#counts()]) and logged without its token
/// and its content; nothing ever comes back to the publisher, which does not listen.
///
/// **Threads.** The broker's thread reads and numbers messages; one virtual thread claims them, in
/// order; virtual threads of the queue post them. Safe for any thread.
public final class MatrixBots implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MatrixBots.class);
  private static final String NAME = "bots";
  private static final String MESSAGE = "bot-message";

  /// A burst is longer than the queue of one server may be.
  private static final int LEAST_INTAKE = 1_000;

  private static final int MOST_NAMES_LOGGED = 100;

  private final MatrixSettings settings;
  private final Broker broker;
  private final Instruments instruments;
  private final BotReader reader;
  private final PostClaims claims;
  private final PostQueue queue;
  private final MatrixClient client;
  private final StopSignal stop = new StopSignal();
  private final RoomTurns turns;
  private final PostIntake intake;
  private final ConcurrentHashMap<String, Boolean> otherNames = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final LogLimit badInput;
  private final LogLimit failures;
  private final LogLimit refusals;
  private final LongAdder posted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder elsewhere = new LongAdder();
  private final LongAdder unclaimed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder bad = new LongAdder();
  private Broker.@Nullable Subscription subscription;
  private @Nullable Thread claimer;

  /// Makes bots that do nothing before [#start()].
  ///
  /// @param node the name of this node; it is stored with each claim, for whoever looks there
  public MatrixBots(
      MatrixSettings settings,
      Broker broker,
      Store store,
      Clock clock,
      Instruments instruments,
      String node) {
    this(settings, broker, store, clock, instruments, node, Duration.ofMillis(500));
  }

  /// @param firstPause the pause before the first retry of a request
  MatrixBots(
      MatrixSettings settings,
      Broker broker,
      Store store,
      Clock clock,
      Instruments instruments,
      String node,
      Duration firstPause) {
    this.settings = settings;
    this.broker = broker;
    this.instruments = instruments;
    this.reader = new BotReader(new ServerPolicy(settings.allowedServers), settings.maxMessage);
    this.claims = new PostClaims(store, clock, node, settings.claimLifetime);
    this.queue = new PostQueue(settings.queue, settings.concurrency, settings.maxServers);
    this.client =
        new MatrixClient(
            settings, new RetryPolicy(firstPause, settings.maxRetryDelay, random), clock, stop);
    this.turns = new RoomTurns(store, node);
    this.intake =
        new PostIntake(Math.max(settings.queue, LEAST_INTAKE), turns, clock, this::settle);
    this.badInput = new LogLimit(clock, NAME);
    this.failures = new LogLimit(clock, NAME);
    this.refusals = new LogLimit(clock, NAME);
  }

  /// Subscribes and begins to post. Called once.
  ///
  /// @return completes when the broker has confirmed the subscription
  public synchronized CompletionStage<Void> start() {
    if (subscription != null || stop.stopped()) {
      throw new IllegalStateException("started before");
    }
    claimer = Thread.ofVirtual().name("matrix-claims").start(this::claim);
    broker.onStateChange(state -> {
      // Whatever was published while the link was down was missed.
      if (state == Broker.State.READY) {
        claims.missedSome();
      }
    });
    Broker.Subscription held = broker.subscribePattern("chatbot/*", this::onMessage);
    subscription = held;
    return held.established().thenRun(claims::missedSome);
  }

  /// What has happened so far on this node.
  public Counts counts() {
    return new Counts(
        posted.sum(),
        failed.sum(),
        elsewhere.sum(),
        unclaimed.sum(),
        dropped.sum(),
        ignored.sum(),
        bad.sum(),
        intake.size() + queue.size());
  }

  /// Stops taking messages, waits a while for those that were claimed, and ends. Idempotent.
  @Override
  public void close() {
    Thread claiming;
    synchronized (this) {
      if (subscription != null) {
        subscription.close();
      }
      claiming = claimer;
    }
    try {
      if (claiming != null) {
        claiming.interrupt();
        // What it has just claimed must be in the queue before the queue is waited for.
        claiming.join(settings.drain);
      }
      if (!queue.awaitEmpty(settings.drain)) {
        log.warn("bots stopped: unsent={}", queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop.stop();
    client.close();
  }

  private void onMessage(String channel, byte[] message) {
    if (!channel.equals(BotReader.TEST) && !channel.equals(BotReader.PUBLISH)) {
      ignore(channel);
      return;
    }
    try {
      Optional<Post> post = reader.read(channel, message);
      if (post.isEmpty()) {
        ignored.increment();
        return;
      }
      String digest = Digest.of(channel.getBytes(StandardCharsets.UTF_8), message);
      if (!intake.offer(new PostIntake.Claimable(post.get(), claims.arrived(digest)))) {
        drop(post.get());
      }
    } catch (BadPost e) {
      bad.increment();
      instruments.badInput(NAME, "broker", e.reason());
      badInput.warn(
          log,
          "bot message dropped",
          "channel",
          channel,
          "reason",
          e.reason(),
          "bytes",
          message.length);
    }
  }

  private void ignore(String channel) {
    ignored.increment();
    String name = LogText.safe(channel);
    if (otherNames.size() < MOST_NAMES_LOGGED && otherNames.putIfAbsent(name, true) == null) {
      log.debug("bot channel ignored: channel={}", name);
    }
  }

  private void claim() {
    try {
      intake.run();
    } catch (InterruptedException e) {
      log.trace("claims ended");
    }
  }

  /// Claims a message if this node can post it now.
  ///
  /// @return whether it is decided what becomes of it
  private boolean settle(PostIntake.Claimable next) {
    Post post = next.post();
    boolean hasRoom = queue.hasRoom(post.server());
    if (claims.isTooLate(next.arrival())) {
      if (!isElsewhere(next)) {
        if (hasRoom) {
          unclaimed("too-late");
        } else {
          drop(post);
        }
      }
      return true;
    }
    try {
      if (!hasRoom || !turns.take(post)) {
        return isElsewhere(next);
      }
    } catch (RuntimeException e) {
      unclaimed("store-unavailable");
      return true;
    }
    switch (claims.claim(next.arrival())) {
      case LOST -> {
        turns.giveBack(post);
        elsewhere.increment();
      }
      case UNKNOWN -> {
        turns.giveBack(post);
        unclaimed("store-unavailable");
      }
      case WON -> {
        String transaction = transaction(next.arrival());
        if (!queue.offer(post.server(), post.room(), () -> send(post, transaction))) {
          turns.giveBack(post);
          drop(post);
        }
      }
    }
    return true;
  }

  private boolean isElsewhere(PostIntake.Claimable next) {
    boolean lost = claims.look(next.arrival()) == PostClaims.Outcome.LOST;
    if (lost) {
      elsewhere.increment();
    }
    return lost;
  }

  private void unclaimed(String reason) {
    unclaimed.increment();
    instruments.givenUp(NAME, MESSAGE, reason);
    refusals.warn(log, "bot message not posted", "reason", reason);
  }

  private void send(Post post, String transaction) {
    try {
      client.send(post, transaction);
      posted.increment();
    } catch (MatrixException e) {
      fail(post, e.label());
    } catch (RuntimeException e) {
      // Not expected; its text could quote a header, so only its kind is told.
      fail(post, e.getClass().getSimpleName());
    } finally {
      turns.giveBack(post);
    }
  }

  private void fail(Post post, String reason) {
    failed.increment();
    notPosted(post, reason);
  }

  private void drop(Post post) {
    dropped.increment();
    notPosted(post, "queue-full");
  }

  private void notPosted(Post post, String reason) {
    instruments.givenUp(NAME, MESSAGE, reason);
    failures.warn(
        log, "bot message not posted", "server", LogText.safe(post.server()), "reason", reason);
  }

  /// Names one post to the Matrix server, the same for all tries.
  ///
  /// Digest and number make it readable next to the claim. The random part is needed because
  /// servers remember transactions for longer than claims live: without it the same text an hour
  /// later would be taken for a retry and swallowed.
  private String transaction(PostClaims.Arrival arrival) {
    byte[] once = new byte[9];
    random.nextBytes(once);
    return "carillon."
        + arrival.digest().substring(0, 16)
        + "."
        + arrival.number()
        + "."
        + Base64.getUrlEncoder().encodeToString(once);
  }

  /// What became of the messages of this node. Immutable.
  ///
  /// @param posted taken by the Matrix server
  /// @param failed given up: refused, or tried too often
  /// @param elsewhere left to the node that claimed them
  /// @param unclaimed not posted because the store could not say who posts
  /// @param dropped not posted because a queue was full
  /// @param ignored on other channels below `chatbot/`, or in a form that is no longer spoken
  /// @param bad unusable
  /// @param pending waiting now
  public record Counts(
      long posted,
      long failed,
      long elsewhere,
      long unclaimed,
      long dropped,
      long ignored,
      long bad,
      int pending) {}
}
