package dev.carillon.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that is kept up for ever: opened, probed, and opened again when it is lost.
///
/// Between attempts it waits, twice as long each time up to [#LONGEST_WAIT], and a random half of
/// that less, so that many nodes do not come back in step. An established connection is probed; one
/// that leaves a probe unanswered for two intervals is given up, because the peer of a half-open
/// connection never says goodbye. A probe may wait behind a command that the server holds up (`CLIENT PAUSE`,
/// which lasts as long as a failover at most): while there is another reason to believe that it is there, twenty
/// intervals may pass. By then the kernel has given up a connection on which nothing arrives.
///
/// Confined to the event loop, but for [#connected()], [#start()] and [#close()]. Reconnecting is
/// done here rather than by Lettuce's own watchdog because here one place knows which connection
/// is meant and when its subscriptions are confirmed.
@SuppressWarnings("ReferenceEquality") // which connection is meant is a question of identity
final class Line<C extends StatefulConnection<String, byte[]>> {

  private static final Logger log = LoggerFactory.getLogger(Line.class);

  static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /// Probes that may go unanswered while there is a reason to believe that the server is there.
  private static final int MOST_EXCUSED = 20;

  /// Hears of the connection, on the event loop.
  interface Owner<C> {
    /// The connection is up and may be used.
    void up(C connection);

    /// The connection of the last `up` is gone.
    void down();
  }

  private final String name;
  private final RedisSettings settings;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Supplier<CompletionStage<C>> opener;
  private final Function<C, CompletionStage<?>> ping;
  private final Owner<C> owner;
  private final LongSupplier received;
  private final BooleanSupplier excuse;

  private volatile CompletableFuture<C> connected = new CompletableFuture<>();
  private @Nullable C connection;
  private @Nullable CompletionStage<?> probe;
  private int unanswered;
  private long receivedBefore;
  private @Nullable ScheduledFuture<?> probing;

  /// Names the attempt in progress, so that whatever an abandoned one still reports is ignored.
  private int attempt;

  private int failures;
  private boolean closed;

  /// @param opener opens a connection; called on the event loop
  /// @param received counts what arrives over the connection unasked; called on the event loop
  /// @param excuse whether there is a reason to wait on for an answer; called on the event loop
  Line(
      String name,
      RedisSettings settings,
      EventLoop loop,
      RandomGenerator random,
      Supplier<CompletionStage<C>> opener,
      Function<C, CompletionStage<?>> ping,
      Owner<C> owner,
      LongSupplier received,
      BooleanSupplier excuse) {
    this.name = name;
    this.settings = settings;
    this.loop = loop;
    this.random = random;
    this.opener = opener;
    this.ping = ping;
    this.owner = owner;
    this.received = received;
    this.excuse = excuse;
  }

  void start() {
    loop.execute(this::open);
  }

  /// Returns the connection, as soon as there is one. Any thread.
  CompletableFuture<C> connected() {
    return connected;
  }

  private void open() {
    if (closed) {
      return;
    }
    int number = ++attempt;
    CompletionStage<C> opening;
    try {
      opening = opener.get();
    } catch (RuntimeException e) {
      opening = CompletableFuture.failedStage(e);
    }
    // Lettuce limits each step of connecting; this is the limit for all of them.
    ScheduledFuture<?> limit =
        loop.schedule(
            () -> failed(number, null),
            settings.connectTimeout.multipliedBy(2).toMillis(),
            TimeUnit.MILLISECONDS);
    opening.whenComplete((opened, failure) ->
        loop.execute(() -> {
          limit.cancel(false);
          if (failure == null) {
            opened(number, opened);
          } else {
            failed(number, failure);
          }
        }));
  }

  private void failed(int number, @Nullable Throwable failure) {
    if (number != attempt || closed) {
      return;
    }
    attempt++;
    if (failures++ == 0) {
      log.warn("redis {} link: cannot connect to {}, retrying: {}", name, settings, why(failure));
    } else {
      log.debug("redis {} link: attempt {} failed: {}", name, failures, why(failure));
    }
    loop.schedule(this::open, waitMillis(), TimeUnit.MILLISECONDS);
  }

  private void opened(int number, C opened) {
    if (number != attempt || closed) {
      opened.closeAsync();
      return;
    }
    connection = opened;
    failures = 0;
    unanswered = 0;
    opened.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
            loop.execute(() -> lost(opened, "closed by the peer"));
          }
        });
    if (!opened.isOpen()) {
      lost(opened, "closed by the peer");
      return;
    }
    log.info("redis {} link: connected to {}", name, settings);
    long millis = settings.probeInterval.toMillis();
    probing =
        loop.scheduleWithFixedDelay(() -> probe(opened), millis, millis, TimeUnit.MILLISECONDS);
    owner.up(opened);
    connected.complete(opened);
  }

  /// Counts turns of the event loop rather than time: after a pause of this process the answer may
  /// already be waiting in the socket, and the loop reads it before the next turn. Where more waits there
  /// than one turn reads, since listeners hold the loop up, what arrives before the answer proves as much.
  private void probe(C probed) {
    long now = received.getAsLong();
    boolean heard = now != receivedBefore;
    receivedBefore = now;
    if (probe != null && heard) {
      unanswered = 0;
    } else if (probe == null) {
      unanswered = 0;
      CompletionStage<?> sent = ping.apply(probed);
      probe = sent;
      sent.whenComplete((pong, failure) -> loop.execute(() -> answered(probed, sent, failure)));
    } else if (++unanswered >= 2 && (unanswered >= MOST_EXCUSED || !excuse.getAsBoolean())) {
      lost(probed, "probe unanswered");
    }
  }

  /// Whether there is a connection and its last probe was answered in time.
  boolean isAnswering() {
    return connection != null && unanswered == 0;
  }

  /// Gives the connection up, if there is one, and opens another.
  void giveUp(String reason) {
    if (connection != null) {
      lost(connection, reason);
    }
  }

  private void answered(C probed, CompletionStage<?> sent, @Nullable Throwable failure) {
    if (probe != sent) {
      return;
    }
    probe = null;
    // An error reply, for want of a permission or while Redis loads its data, comes from a peer
    // that is there.
    if (failure != null && !Replies.isReply(failure)) {
      lost(probed, "probe failed: " + why(failure));
    }
  }

  private void lost(C gone, String reason) {
    if (connection != gone) {
      return;
    }
    connection = null;
    drop(gone);
    connected = new CompletableFuture<>();
    log.warn("redis {} link: lost ({}), connecting again to {}", name, reason, settings);
    owner.down();
    if (!closed) {
      loop.schedule(this::open, waitMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private CompletableFuture<Void> drop(C gone) {
    probe = null;
    if (probing != null) {
      probing.cancel(false);
      probing = null;
    }
    return gone.closeAsync();
  }

  private long waitMillis() {
    long wait =
        Math.min(LONGEST_WAIT.toMillis(), SHORTEST_WAIT.toMillis() << Math.min(failures, 10));
    return wait - random.nextLong(wait / 2);
  }

  /// Closes the connection for good. Idempotent; takes effect on the event loop.
  ///
  /// @return completes when the connection has ended
  CompletableFuture<Void> close() {
    var ended = new CompletableFuture<Void>();
    loop.execute(() -> {
      closed = true;
      attempt++;
      connected.completeExceptionally(new IllegalStateException("closed"));
      C last = connection;
      connection = null;
      if (last == null) {
        ended.complete(null);
      } else {
        drop(last).whenComplete((done, failure) -> ended.complete(null));
      }
    });
    return ended;
  }

  /// Names the innermost cause, whose text (unlike that of Redis replies to commands) is about the
  /// connection only.
  private static String why(@Nullable Throwable failure) {
    if (failure == null) {
      return "no answer in time";
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
