package dev.carillon;

import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/// An app that runs: where its clients come to, and what it has to be asked. Safe for any thread.
///
/// The gateway calls [#mounts] and [#ready] once, right after the start, then opens the ports; and
/// [#close] before it ends connections and the links to broker and store.
public interface RunningApp extends Interest.Source, AutoCloseable {

  /// Returns an app of one mount that is ready once these subscriptions are confirmed, and closes them.
  static RunningApp of(Mount mount, Broker.Subscription... subscriptions) {
    return new SubscribedApp(List.of(mount), List.of(subscriptions));
  }

  /// Returns an app of one mount that is ready from the start.
  ///
  /// @param atEnd what [#close] does; called once
  static RunningApp of(Mount mount, Runnable atEnd) {
    var ended = new AtomicBoolean();
    return new RunningApp() {
      @Override
      public List<Mount> mounts() {
        return List.of(mount);
      }

      @Override
      public void close() {
        if (ended.compareAndSet(false, true)) {
          atEnd.run();
        }
      }
    };
  }

  /// Returns the app's endpoints and their ports; none for an app that only listens to the broker.
  List<Mount> mounts();

  /// Returns what completes when the app can serve its clients: when it hears what it must hear, for
  /// instance. By default that is so from the start.
  ///
  /// Ports are open before, and the endpoints hold those who come, for as long as their settings say. A
  /// stage that fails ends the waiting at once, and whoever comes is told to come back later.
  default CompletionStage<?> ready() {
    return CompletableFuture.completedStage(null);
  }

  /// Returns what this app would make of a message; nothing by default.
  @Override
  default Interest interestIn(String channel, byte[] message) {
    return Interest.NONE;
  }

  /// Ends what the app does; its endpoints are ended by the gateway, after this. Idempotent. May block.
  @Override
  void close();
}
