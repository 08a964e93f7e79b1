package dev.carillon.access;

import dev.carillon.access.RevocationKeys.Kept;
import dev.carillon.access.RevocationSettings.StoreAway;
import dev.carillon.auth.Authenticator;
import dev.carillon.auth.TokenException;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.Rooms;
import dev.carillon.core.Services;
import dev.carillon.core.StoreException;
import dev.carillon.json.BadJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what was let in before: users, sessions and tokens that no longer count, on all nodes, here or away.
///
/// A token counts until it ends, and nobody can call it back; so what is revoked has to be known wherever
/// somebody comes in or comes back. A revocation goes two ways:
///
/// - **To the store**, where it is kept for its lifetime. Whoever comes in is looked up there ([#guarding],
///   [#admits]), so those who are away are meant as well, and nodes that start later know.
/// - **Over a channel of the broker** to all nodes, which end the connections of those it means at once:
///   `carillon:revoke:APP`. A backend may publish there, too; then the nodes that hear it put it into the
///   store, and go on trying while the store is away.
///
/// **Races.** Who is just coming in was looked up, and is not yet among those who are ended. So each node
/// remembers what it has heard, and looks there once more when somebody is identified or let in, which is after
/// it can be found; a revocation comes before that and is remembered, or after it and finds the connection.
///
/// **Without the broker** a node hears of nothing. So each time its link is up again, all who are here are
/// looked up in the store; and what this node could not publish is published.
///
/// A crowd of revocations is one walk over the members of each lane, not one for each.
///
/// As a [RoomGuard] it guards no room. Safe for any thread.
public final class Revocations implements RoomGuard, Interest.Source, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
  private static final String CHANNEL = "carillon:revoke:";
  private static final String THREAD = "carillon-revocations";
  private static final int MOST_WAITING = 10_000;
  private static final int LOOKED_UP_AT_ONCE = 200;

  private final String app;
  private final RevocationSettings settings;
  private final Broker broker;
  private final Clock clock;
  private final Instruments instruments;
  private final KnownRevocations known;
  private final RevocationStore store;
  private final Backlog<Kept> toKeep;
  private final Backlog<Object> toLookUp;
  private final Backlog<RevocationNews> toPublish;
  private final List<Supplier<? extends Collection<Rooms>>> watched = new CopyOnWriteArrayList<>();
  private final AtomicBoolean sweepAsked = new AtomicBoolean();
  private final Broker.Subscription subscription;
  private final LogLimit badNews;
  private final LogLimit storeAway;

  /// Begins to hear of revocations.
  ///
  /// @param app the app's name: nodes of one name share revocations
  public Revocations(String app, Services services, RevocationSettings settings) {
    this.app = app;
    this.settings = settings.copy();
    this.broker = services.broker();
    this.clock = services.clock();
    this.instruments = services.instruments();
    var keys = new RevocationKeys(app);
    this.known = new KnownRevocations(keys, this.settings.remembered, clock);
    this.store = new RevocationStore(keys, services.store(), clock);
    this.toKeep = new Backlog<>(THREAD, MOST_WAITING, this::tryToKeep);
    this.toLookUp = new Backlog<>(THREAD, 1, again -> tryToLookUp());
    this.toPublish = new Backlog<>(THREAD, MOST_WAITING, this::tryToPublish);
    this.badNews = new LogLimit(clock, app);
    this.storeAway = new LogLimit(clock, app);
    this.subscription = broker.subscribe(CHANNEL + app, (channel, message) -> hear(message));
    broker.onStateChange(state -> {
      if (state == Broker.State.READY) {
        toLookUp.add(new Object()); // another outage, whatever is being looked up
      }
    });
  }

  // ---- revoking ----

  /// Revokes for as long as is set. See [#revoke(Revocation, Duration)].
  public CompletionStage<Void> revoke(Revocation revocation) {
    return revoke(revocation, settings.lifetime);
  }

  /// Revokes: on this node at once, in the store when this returns, and on all other nodes as soon as they
  /// hear of it. Blocks.
  ///
  /// @param lifetime how long it is kept; at least as long as what it means could count
  /// @return completes when the broker has taken the news; fails with a
  ///     [dev.carillon.core.BrokerException] if it has not. Then it is published once the link is back
  /// @throws StoreException if it could not be kept; then it holds on this node alone, for those who are here
  /// @throws IllegalArgumentException if the lifetime is not above zero
  public CompletionStage<Void> revoke(Revocation revocation, Duration lifetime) {
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("lifetime: more than 0");
    }
    var kept = new Kept(revocation, clock.now().plus(lifetime));
    take(kept);
    store.keep(kept);
    var news = new RevocationNews(revocation, lifetime, true);
    return broker
        .publish(CHANNEL + app, news.encode())
        .whenComplete((done, failure) -> {
          if (failure != null) {
            toPublish.add(news);
          }
        });
  }

  private boolean tryToPublish(RevocationNews news) {
    try {
      broker.publish(CHANNEL + app, news.encode()).toCompletableFuture().join();
      return true;
    } catch (RuntimeException _) {
      return broker.state() == Broker.State.CLOSED;
    }
  }

  /// Completes once revocations of other nodes are heard here: before, nobody should be let in.
  public CompletionStage<Void> confirmed() {
    return subscription.established();
  }

  // ---- asking ----

  /// Returns an authenticator that accepts nobody who is revoked: with
  /// [TokenException.Reason#REVOKED], or [TokenException.Reason#UNAVAILABLE] if the store is away and that is
  /// how it is set.
  public Authenticator guarding(Authenticator authenticator) {
    return token -> {
      Principal principal = authenticator.authenticate(token);
      switch (standing(principal)) {
        case GOOD -> {}
        case REVOKED -> throw new TokenException(TokenException.Reason.REVOKED);
        case UNKNOWN -> throw new TokenException(TokenException.Reason.UNAVAILABLE);
      }
      return principal;
    };
  }

  /// Whether somebody counts.
  private enum Standing {
    GOOD,
    REVOKED,
    UNKNOWN
  }

  private Standing standing(Principal principal) {
    if (known.find(principal) != null) {
      return Standing.REVOKED;
    }
    try {
      Kept kept = store.find(principal);
      if (kept != null) {
        known.add(kept);
        return Standing.REVOKED;
      }
      return Standing.GOOD;
    } catch (StoreException _) {
      storeAway.warn(LOG, "revocations cannot be looked up", "choice", settings.away);
      return settings.away == StoreAway.LOCAL ? Standing.GOOD : Standing.UNKNOWN;
    }
  }

  @Override
  public boolean admits(@Nullable Principal principal) {
    return principal == null
        || (!principal.hasExpired(clock.now()) && standing(principal) == Standing.GOOD);
  }

  @Override
  public boolean isRevoked(@Nullable Principal principal) {
    return principal != null && known.find(principal) != null;
  }

  @Override
  public Pass ask(@Nullable Principal principal, Collection<String> rooms) {
    return Pass.to(rooms);
  }

  /// Returns what is made of a message that is to be published: on the channel of revocations it has to be one.
  @Override
  public Interest interestIn(String channel, byte[] message) {
    if (!channel.equals(CHANNEL + app)) {
      return Interest.NONE;
    }
    try {
      RevocationNews.decode(message);
      return Interest.HEARD;
    } catch (BadJson e) {
      return Interest.refused("no revocation: " + e.reason());
    }
  }

  // ---- hearing ----

  private void hear(byte[] message) {
    try {
      RevocationNews news = RevocationNews.decode(message);
      Duration lifetime = news.lifetime() == null ? settings.lifetime : news.lifetime();
      var kept = new Kept(news.revocation(), clock.now().plus(lifetime));
      take(kept);
      if (!news.kept() && !toKeep.add(kept)) {
        LOG.error("revocation given up, too many wait for the store: app={}", app);
      }
    } catch (BadJson e) {
      instruments.badInput(app, "broker", "revocation-" + e.reason());
      badNews.warn(LOG, "revocation unusable", "reason", e.reason());
    }
  }

  private boolean tryToKeep(Kept kept) {
    if (!clock.now().isBefore(kept.until())) {
      return true;
    }
    try {
      store.keep(kept);
      return true;
    } catch (StoreException _) {
      storeAway.warn(LOG, "revocation waits for the store");
      return false;
    }
  }

  /// Lets a revocation hold on this node.
  private void take(Kept kept) {
    known.add(kept);
    sweep();
  }

  // ---- ending ----

  @Override
  public void watch(Supplier<? extends Collection<Rooms>> rooms) {
    watched.add(rooms);
  }

  /// Ends the connections of those who are known to be revoked. While a walk is asked for and has not begun, it
  /// is that one that finds them.
  private void sweep() {
    if (!sweepAsked.compareAndSet(false, true)) {
      return;
    }
    int lanes = 0;
    for (Supplier<? extends Collection<Rooms>> each : watched) {
      for (Rooms rooms : each.get()) {
        lanes += rooms.walk(Set.of(), Set.of(), member -> end(rooms, member), lane -> {});
      }
    }
    if (lanes == 0) {
      sweepAsked.set(false);
    }
  }

  /// In the member's lane.
  private void end(Rooms rooms, Member member) {
    if (sweepAsked.get()) {
      sweepAsked.set(false); // before it is looked at what is known
    }
    Principal principal = member.principal();
    if (principal != null && known.find(principal) != null) {
      rooms.expel(member, CloseReason.REVOKED);
    }
  }

  /// Looks up all who are here, some at a time. Returns whether the store answered.
  private boolean tryToLookUp() {
    var some = new ArrayList<Principal>(LOOKED_UP_AT_ONCE);
    try {
      for (Supplier<? extends Collection<Rooms>> each : watched) {
        for (Rooms rooms : each.get()) {
          for (Member member : rooms.members().values()) {
            Principal principal = member.principal();
            if (principal != null) {
              some.add(principal);
            }
            if (some.size() == LOOKED_UP_AT_ONCE) {
              lookUp(some);
            }
          }
        }
      }
      lookUp(some);
      return true;
    } catch (StoreException _) {
      storeAway.warn(LOG, "revocations cannot be looked up after an outage");
      return false;
    }
  }

  private void lookUp(List<Principal> some) {
    if (!some.isEmpty()) {
      store.find(some).forEach(this::take);
      some.clear();
    }
  }

  /// Stops hearing of revocations. Idempotent.
  @Override
  public void close() {
    subscription.close();
    toKeep.close();
    toLookUp.close();
    toPublish.close();
  }
}
