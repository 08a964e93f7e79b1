package dev.carillon.server.apps.toggo;

import dev.carillon.auth.TokenLease;
import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.ChannelListener;
import dev.carillon.core.Broker;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Principal;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.toggo.members.Members;
import dev.carillon.server.apps.toggo.members.MembersException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One client, and the trips that it follows. Called on virtual threads, one call at a time.
final class Follower implements ChannelListener<ClientMessage> {
  /// Closed without a code, as the original ends those whom it does not understand.
  private static final CloseReason NOT_UNDERSTOOD = new CloseReason(1005, "", "bad-message");

  private static final CloseReason EXPIRED =
      new CloseReason(4401, "token expired", "token-expired");

  private static final int LONGEST_TRIP = 256;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final ChannelConnection<ServerMessage> connection;
  private final RunningTrips app;
  private final Set<String> trips = new HashSet<>(4);
  private @Nullable TokenLease lease;

  Follower(ChannelConnection<ServerMessage> connection, RunningTrips app) {
    this.connection = connection;
    this.app = app;
  }

  @Override
  public void onOpen() {
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
    trips.forEach(trip -> app.listening.release(room(trip)));
    trips.clear();
    if (lease != null) {
      lease.end();
    }
  }

  private void subscribe(String trip) {
    if (trips.contains(trip)) {
      return;
    }
    String refusal = refusal(trip);
    if (refusal != null) {
      connection.send(new ServerMessage.Refusal(refusal, app.clock.now()));
      return;
    }
    String room = room(trip);
    CompletionStage<Void> confirmed = app.listening.hold(room);
    trips.add(trip);
    app.trips.follow(connection, room);
    awaitConfirmation(confirmed);
  }

  private void unsubscribe(String trip) {
    if (trips.remove(trip)) {
      app.trips.unfollow(connection, room(trip));
      app.listening.release(room(trip));
    }
  }

  private @Nullable String refusal(String trip) {
    if (trip.length() > LONGEST_TRIP) {
      return "trip_id too long";
    }
    if (hasHalfCharacter(trip)) {
      return "trip_id not usable";
    }
    if (trips.size() >= app.settings.maxTrips()) {
      return "too many trips";
    }
    Members members = app.members;
    if (members == null) {
      return null;
    }
    Principal user = connection.principal();
    try {
      boolean isMember = user != null && members.has(trip, user.id());
      return isMember ? null : "not a member of this trip";
    } catch (MembersException _) {
      return "membership cannot be checked now"; // counted where it was asked
    }
  }

  /// Two texts that differ in half of a surrogate pair are the same channel, as UTF-8 has no halves.
  private static boolean hasHalfCharacter(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// So that what the client says next, a ping maybe, is answered when it hears of the trip. Only for a
  /// moment: it has been promised nothing, and hears of it as soon as the broker is back.
  private void awaitConfirmation(CompletionStage<Void> confirmed) {
    if (app.broker.state() != Broker.State.DOWN) {
      connection.awaitReady(LONGEST_WAIT, confirmed);
    }
  }

  private static String room(String trip) {
    return TripEventReader.PREFIX + trip;
  }
}
