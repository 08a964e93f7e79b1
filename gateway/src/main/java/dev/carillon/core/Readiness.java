package dev.carillon.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Tells whether newcomers may come in, and holds those who come too early: "ready means ready".
///
/// **The rule.** Whoever is told that it is connected misses nothing that is published from then on. So
/// three things come first: the app has begun all that it must hear ([#after]), the broker is linked with
/// every subscription of that confirmed ([Broker.State#READY]), and what this one newcomer needs besides is
/// confirmed as well. A newcomer waits for them with [Patience], for a limited time.
///
/// **No gap in the waiting.** A wait is noted before the question is asked, and the question is asked again
/// at each event that may have changed the answer: a stage that completes, a link that comes up. So an
/// event between question and note is not lost, and nobody asks over and over. Whether the link is lost
/// again right after the answer nobody can know; then it was ready at the moment of the answer.
///
/// **What it costs.** Nothing while all is ready: no wait is noted, no deadline set. A wait that is over
/// leaves nothing behind, but for its place in the list of what a stage tells when it completes: at
/// most one for each newcomer since, and all are gone with that completion.
///
/// Safe for any thread.
public final class Readiness implements AutoCloseable {
  private final Link link;
  private final List<CompletableFuture<?>> begun;

  /// Makes one that asks for the link alone.
  public Readiness(Broker broker) {
    this(new Link(broker), List.of());
    broker.onStateChange(_ -> link.check());
  }

  private Readiness(Link link, List<CompletableFuture<?>> begun) {
    this.link = link;
    this.begun = begun;
  }

  /// Returns one that asks for all that this one asks for, and for a stage to have completed.
  ///
  /// @param stage if it fails, nobody is ready ever again, and nobody waits
  public Readiness after(CompletionStage<?> stage) {
    var more = new ArrayList<>(begun);
    CompletableFuture<?> future = stage.toCompletableFuture();
    more.add(future);
    var stricter = new Readiness(link, List.copyOf(more));
    // Once for all who wait, and not once for each of them.
    future.whenComplete((done, failure) -> link.check());
    return stricter;
  }

  /// Returns whether newcomers may come in now.
  public boolean isReady() {
    return link.isUp() && begun.stream().allMatch(Readiness::isDone);
  }

  /// Begins to be patient with one newcomer.
  ///
  /// @param lane keeps the deadline
  public Patience patience(Lane lane, Duration howLong) {
    return new Patience(this, lane, howLong);
  }

  /// Ends all waits, in vain, and from now on there are none. Idempotent.
  @Override
  public void close() {
    link.close();
  }

  boolean isClosed() {
    return link.closed;
  }

  /// Begins a wait for readiness and some more stages; it ends with the answer.
  Wait await(List<CompletableFuture<?>> also) {
    var all = new ArrayList<>(begun);
    all.addAll(also);
    var wait = new Wait(link, all);
    wait.begin(also);
    return wait;
  }

  private static boolean isDone(CompletableFuture<?> stage) {
    return stage.isDone() && !stage.isCompletedExceptionally();
  }

  /// The link to the broker, and who waits for it; shared by all that stem from one. Safe for any thread.
  private static final class Link {
    private final Broker broker;
    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Link(Broker broker) {
      this.broker = broker;
    }

    boolean isUp() {
      return !closed && broker.state() == Broker.State.READY;
    }

    void check() {
      waiting.forEach(Wait::check);
    }

    void close() {
      closed = true;
      check();
    }
  }

  /// One newcomer's wait. Completes with whether it was worth it, on the thread that brought the news.
  static final class Wait extends CompletableFuture<Boolean> {
    private final Link link;
    private final List<CompletableFuture<?>> stages;

    private Wait(Link link, List<CompletableFuture<?>> stages) {
      this.link = link;
      this.stages = stages;
    }

    private void begin(List<CompletableFuture<?>> own) {
      check();
      if (!isDone()) {
        link.waiting.add(this);
        whenComplete((answer, failure) -> link.waiting.remove(this));
        own.forEach(stage -> stage.whenComplete((done, failure) -> check()));
        check();
      }
    }

    private void check() {
      boolean hopeless =
          link.closed || stages.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
      if (hopeless) {
        complete(false);
      } else if (link.isUp() && stages.stream().allMatch(CompletableFuture::isDone)) {
        complete(true);
      }
    }
  }
}
