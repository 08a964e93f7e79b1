package dev.carillon.server.apps.toggo;

import dev.carillon.auth.TokenLease;
import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.ChannelListener;
import dev.carillon.core.Broker;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Timed;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.toggo.Memberships.Standing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One client, and the trips that it follows. Called on virtual threads, one call at a time, but for
/// [#review] and [#reviewAll].
final class Follower implements ChannelListener<ClientMessage> {
  /// Closed without a code, as the original ends those whom it does not understand.
  private static final CloseReason NOT_UNDERSTOOD = new CloseReason(1005, "", "bad-message");

  private static final CloseReason EXPIRED =
      new CloseReason(4401, "token expired", "token-expired");

  private static final int LONGEST_TRIP = 256;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /// After 1, 2, 4 and 8 seconds; who is still in doubt then is out.
  private static final int MOST_REVIEWS = 5;

  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private static final String UNKNOWN = "membership cannot be checked now";

  private final ChannelConnection<ServerMessage> connection;
  private final RunningTrips app;
  private final Set<String> trips = new HashSet<>(4);

  /// Trips whose review waits for its turn, so that it waits there once. Any thread.
  private final Set<String> due = ConcurrentHashMap.newKeySet(1);

  private final AtomicBoolean allDue = new AtomicBoolean();
  private @Nullable TokenLease lease;

  Follower(ChannelConnection<ServerMessage> connection, RunningTrips app) {
    this.connection = connection;
    this.app = app;
  }

  @Override
  public void onOpen() {
    app.followers.add(this);
    if (app.settings.access().closeOnExpiry()) {
      lease = TokenLease.begin(connection, Duration.ZERO, () -> connection.close(EXPIRED));
    }
  }

  @Override
  public void onMessage(ClientMessage message) {
    switch (message) {
      case ClientMessage.Subscribe(String trip) -> subscribe(trip);
      case ClientMessage.Unsubscribe(String trip) -> unsubscribe(trip);
      case ClientMessage.Ping() -> connection.send(new ServerMessage.Pong(app.clock.now()));
      case ClientMessage.Other() -> {
        // Newer clients may say more.
      }
    }
  }

  @Override
  public void onBadMessage(BadJson reason) {
    connection.closeWithoutCode(NOT_UNDERSTOOD);
  }

  /// The connection has left its rooms; the channels behind them are still held for it.
  @Override
  public void onClose(CloseReason reason) {
    app.followers.remove(this);
    trips.forEach(this::letGo);
    trips.clear();
    if (lease != null) {
      lease.end();
    }
  }

  private void subscribe(String trip) {
    if (trips.contains(trip)) {
      tellUnlessHeard(trip);
      return;
    }
    String refusal = refusal(trip);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    if (app.memberships != null) {
      app.memberships.enter(trip, this);
    }
    awaitConfirmation(app.listening.hold(room(trip)));
    switch (standing(trip)) {
      case MEMBER -> {
        trips.add(trip);
        app.trips.follow(connection, room(trip));
        tellUnlessHeard(trip);
      }
      case STRANGER -> {
        letGo(trip);
        refuse("not a member of this trip");
      }
      case UNKNOWN -> {
        letGo(trip);
        refuse(UNKNOWN);
      }
    }
  }

  private void unsubscribe(String trip) {
    if (trips.remove(trip)) {
      app.trips.unfollow(connection, room(trip));
      letGo(trip);
    }
  }

  private void letGo(String trip) {
    app.listening.release(room(trip));
    if (app.memberships != null) {
      app.memberships.leave(trip, this);
    }
  }

  private @Nullable String refusal(String trip) {
    if (trip.length() > LONGEST_TRIP) {
      return "trip_id too long";
    }
    if (hasHalfCharacter(trip)) {
      return "trip_id not usable";
    }
    return trips.size() >= app.settings.maxTrips() ? "too many trips" : null;
  }

  /// Two texts that differ in half of a surrogate pair are the same channel, as UTF-8 has no halves.
  private static boolean hasHalfCharacter(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private void refuse(String error) {
    connection.send(new ServerMessage.Refusal(error, app.clock.now()));
  }

  private Standing standing(String trip) {
    return app.memberships == null
        ? Standing.MEMBER
        : app.memberships.standing(trip, connection.principal());
  }

  /// So that what the client says next, a ping maybe, is answered when it hears of the trip. Only for a
  /// moment: it has been promised nothing, and hears of it as soon as the broker is back.
  private void awaitConfirmation(CompletionStage<Void> confirmed) {
    if (app.broker.state() != Broker.State.DOWN) {
      connection.awaitReady(LONGEST_WAIT, confirmed);
    }
  }

  /// Says so if the broker has refused the channel of a trip that is followed. It is asked again, so the client
  /// hears of the trip once that is granted.
  private void tellUnlessHeard(String trip) {
    if (app.listening.isRefused(room(trip))) {
      refuse("trip cannot be heard now");
    }
  }

  /// Has a trip looked at again: who is on it has changed. Any thread.
  void review(String trip) {
    if (due.add(trip)) {
      connection.handle(() -> {
        due.remove(trip);
        review(trip, 1);
      });
    }
  }

  /// Has all trips looked at again: the broker was away. Any thread.
  void reviewAll() {
    if (allDue.compareAndSet(false, true)) {
      connection.handle(() -> {
        allDue.set(false);
        for (String trip : List.copyOf(trips)) {
          review(trip, 1);
          if (trips.contains(trip)) {
            tellUnlessHeard(trip);
          }
        }
      });
    }
  }

  private void review(String trip, int attempt) {
    if (!trips.contains(trip)) {
      return;
    }
    switch (standing(trip)) {
      case MEMBER -> {}
      case STRANGER -> end(trip, "no longer a member of this trip");
      case UNKNOWN -> {
        if (attempt == MOST_REVIEWS) {
          end(trip, UNKNOWN);
        } else {
          var again = new Review(trip, attempt + 1);
          connection.lane().run(() -> connection.lane().timers().schedule(again, again.pause()));
        }
      }
    }
  }

  private void end(String trip, String why) {
    unsubscribe(trip);
    refuse(why);
  }

  private static String room(String trip) {
    return TripEventReader.PREFIX + trip;
  }

  /// A further look after one that brought no answer.
  private final class Review extends Timed {
    private final String trip;
    private final int attempt;

    Review(String trip, int attempt) {
      this.trip = trip;
      this.attempt = attempt;
    }

    long pause() {
      return FIRST_PAUSE_MILLIS << (attempt - 2);
    }

    @Override
    protected void onDeadline() {
      connection.handle(() -> review(trip, attempt));
    }
  }
}
