package dev.carillon.server.apps.eclipse;

import dev.carillon.auth.Authenticator;
import dev.carillon.channels.SharedSubscriptions;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.server.support.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What there is once the gateway has started. Immutable, safe for any thread.
record Parts(
    EclipseSettings settings,
    Broker broker,
    Clock clock,
    Instruments instruments,
    Authenticator authenticator,
    SharedSubscriptions subscriptions,
    Relay relay,
    WebApp webApp,
    OpenChats chats,
    HealthPage health,
    LogLimit webAppFailures,
    StopSignal stop)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// Waits for the broker, no longer than is set. Blocks.
  ///
  /// A subscription that others have held for long is confirmed, and yet nothing comes while the link
  /// is down: so both are asked.
  ///
  /// @return whether all that is published from now on arrives
  boolean awaitBroker(CompletionStage<Void> confirmed) {
    long end = System.nanoTime() + settings.patience.toNanos();
    try {
      confirmed.toCompletableFuture().get(settings.patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    Duration pause = SHORTEST_PAUSE;
    while (broker.state() != Broker.State.READY) {
      if (System.nanoTime() >= end || stop.pause(pause)) {
        return false;
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
    return true;
  }

  /// Counts and logs a call that came to nothing.
  ///
  /// @param call `send` or `user`
  void webAppFailed(String call, WebAppException e) {
    instruments.badInput(EclipseApp.NAME, "http", e.reason());
    webAppFailures.warn(log, "web app failed", "call", call, "reason", e.reason());
  }

  @Override
  public void close() {
    stop.stop();
    subscriptions.close();
    webApp.close();
  }
}
