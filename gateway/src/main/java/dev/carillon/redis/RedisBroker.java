package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Redis pub/sub as a broker: one connection that subscribes and one that publishes.
///
/// Its own thread is the event loop of the link: there messages arrive, subscriptions change and
/// listeners run. The state is `READY` once both connections are up, every subscription is
/// confirmed and a message has come back ([Echo]), and stays so until one of the connections is lost: a
/// further subscription that is on its way speaks for itself ([Broker.Subscription#confirmed()]).
final class RedisBroker implements Broker {

  private static final Logger log = LoggerFactory.getLogger(RedisBroker.class);

  private final EventLoop loop;
  private final Runnable onClose;
  private final List<Consumer<State>> stateListeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile State state = State.CONNECTING;
  private final AtomicLong reconnects = new AtomicLong();
  private final LogLimit refusals = new LogLimit(Clock.system(), "redis");
  private volatile @Nullable StatefulRedisConnection<String, byte[]> publishing;

  // Confined to the event loop.
  private final Topics channels;
  private final Topics patterns;
  private final Echo echo;
  private final Subscription echoes;
  private @Nullable Inbox inbox;
  private boolean linkedBefore;
  private long received;

  /// @param id tells this link from all others
  /// @param onClose called once, when this broker needs its connections no more
  /// @param onSilence told why the connections are of no use, on the event loop
  RedisBroker(EventLoop loop, String id, Runnable onClose, Consumer<String> onSilence) {
    this.loop = loop;
    this.onClose = onClose;
    Topics.Alarm alarm = (millis, task) -> loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    channels = new Topics("subscribe", alarm, this::settle);
    patterns = new Topics("psubscribe", alarm, this::settle);
    String channel = Echo.CHANNELS + id;
    echo = new Echo(message -> send(channel, message), this::settle, onSilence);
    echoes = subscribe(channel, (name, message) -> echo.heard(new String(message, US_ASCII)));
  }

  private @Nullable CompletionStage<?> send(String channel, String message) {
    var link = publishing;
    return link == null ? null : link.async().publish(channel, message.getBytes(US_ASCII));
  }

  /// Looks after the links. Called on the event loop, once per interval of their probes.
  void beat() {
    echo.beat(received);
  }

  @Override
  public Duration roundTrip() {
    return Duration.ofNanos(echo.roundTripNanos());
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    var link = publishing;
    if (link == null) {
      return CompletableFuture.failedStage(
          new BrokerException(closed.get() ? "the broker is closed" : "no link to Redis"));
    }
    var accepted = new CompletableFuture<Void>();
    try {
      link.async()
          .publish(channel, message)
          .whenComplete((receivers, failure) -> {
            if (failure == null) {
              accepted.complete(null);
            } else {
              accepted.completeExceptionally(notAccepted(channel, failure));
            }
          });
    } catch (RuntimeException e) {
      accepted.completeExceptionally(notAccepted(channel, e));
    }
    return accepted;
  }

  private BrokerException notAccepted(String channel, Throwable failure) {
    String reason = Replies.reason(failure);
    String missing = Replies.missing(failure, "publish", "&" + channel);
    if (Replies.isReply(failure)) {
      refusals.warn(log, "redis refused a message", "channel", channel, "reason", reason + missing);
    }
    return new BrokerException(
        "Redis did not accept a message: " + reason + missing, Replies.safe(failure));
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    return hold(channels, channel, listener);
  }

  @Override
  public Subscription subscribePattern(String glob, Listener listener) {
    return hold(patterns, glob, listener);
  }

  private Subscription hold(Topics topics, String name, Listener listener) {
    var hold = new Hold(name, listener, gone -> onLoop(() -> topics.remove(gone)));
    if (closed.get() || !onLoop(() -> topics.add(hold))) {
      hold.fail(new BrokerException("the broker is closed"));
    }
    return hold;
  }

  @Override
  public boolean reachesOtherNodes() {
    return true;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void onStateChange(Consumer<State> listener) {
    stateListeners.add(listener);
  }

  @Override
  public long reconnects() {
    return reconnects.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      publishing = null;
      onLoop(() -> {
        retireInbox();
        channels.close();
        patterns.close();
        become(State.CLOSED);
        onClose.run();
      });
    }
  }

  private boolean onLoop(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      // The link is closed, and with it went whatever the task was about.
      return false;
    }
  }

  /// Follows the connection that publishes.
  Line.Owner<StatefulRedisConnection<String, byte[]>> publishingOwner() {
    return new Line.Owner<>() {
      @Override
      public void up(StatefulRedisConnection<String, byte[]> connection) {
        publishing = closed.get() ? null : connection;
        settle();
      }

      @Override
      public void down() {
        publishing = null;
        settle();
      }
    };
  }

  /// Follows the connection that subscribes.
  Line.Owner<StatefulRedisPubSubConnection<String, byte[]>> subscribingOwner() {
    return new Line.Owner<>() {
      @Override
      public void up(StatefulRedisPubSubConnection<String, byte[]> connection) {
        var fresh = new Inbox(channels, patterns, () -> received++);
        inbox = fresh;
        connection.addListener(fresh);
        var commands = connection.async();
        channels.linked(wire(commands::subscribe, commands::unsubscribe));
        patterns.linked(wire(commands::psubscribe, commands::punsubscribe));
        settle();
      }

      @Override
      public void down() {
        retireInbox();
        channels.unlinked();
        patterns.unlinked();
        settle();
      }
    };
  }

  /// Returns how many messages have arrived. Only for the event loop.
  long received() {
    return received;
  }

  /// A connection that was given up may have had something left to say; nobody listens any more.
  private void retireInbox() {
    if (inbox != null) {
      inbox.retire();
      inbox = null;
    }
  }

  private interface Command {
    CompletionStage<Void> send(String name);
  }

  private static Topics.Wire wire(Command subscribe, Command unsubscribe) {
    return new Topics.Wire() {
      @Override
      public CompletionStage<Void> subscribe(String name) {
        return subscribe.send(name);
      }

      @Override
      public CompletionStage<Void> unsubscribe(String name) {
        return unsubscribe.send(name);
      }
    };
  }

  /// Derives the state from the two connections and the confirmations.
  private void settle() {
    if (closed.get()) {
      return;
    }
    if (publishing == null || inbox == null) {
      echo.unlinked();
      become(linkedBefore ? State.DOWN : State.CONNECTING);
      return;
    }
    if (state == State.DOWN) {
      reconnects.incrementAndGet();
      become(State.CONNECTING); // before the proof, which comes back here
    }
    linkedBefore = true;
    boolean confirmed = channels.allConfirmed() && patterns.allConfirmed();
    if (confirmed) {
      prove();
    }
    if (confirmed && echo.isProven()) {
      become(State.READY);
    } else if (state != State.READY) {
      become(State.CONNECTING);
    }
  }

  private void prove() {
    if (echoes.confirmed().toCompletableFuture().isCompletedExceptionally()) {
      echo.forbidden();
    } else {
      echo.linked();
    }
  }

  private void become(State next) {
    if (state == next) {
      return;
    }
    state = next;
    for (Consumer<State> listener : stateListeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        log.error("broker state listener failed: state={}", next, e);
      }
    }
  }
}
