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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One client, and the trips that it follows. Called on virtual threads, one call at a time.
final class Follower implements ChannelListener<ClientMessage> {
  /// Closed without a code, as the original ends those whom it does not understand.
  private static final CloseReason NOT_UNDERSTOOD = new CloseReason(1005, "", "bad-message");

  private static final CloseReason EXPIRED =
      new CloseReason(4401, "token expired", "token-expired");

  private static final int LONGEST_TRIP = 256;
  private static final long CONFIRMATION_SECONDS = 1;

  private final ChannelConnection<ServerMessage> connection;
  private final ToggoSettings settings;
  private final Running running;
  private final Set<String> trips = new HashSet<>(4);
  private @Nullable TokenLease lease;

  Follower(ChannelConnection<ServerMessage> connection, ToggoSettings settings, Running running) {
    this.connection = connection;
    this.settings = settings;
    this.running = running;
  }

  @Override
  public void onOpen() {
    if (settings.access().closeOnExpiry()) {
      lease = TokenLease.begin(connection, Duration.ZERO, () -> connection.close(EXPIRED));
    }
  }

  @Override
  public void onMessage(ClientMessage message) {
    switch (message) {
      case ClientMessage.Subscribe(String trip) -> subscribe(trip);
      case ClientMessage.Unsubscribe(String trip) -> unsubscribe(trip);
      case ClientMessage.Ping() -> connection.send(new ServerMessage.Pong(running.clock().now()));
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
    trips.forEach(trip -> running.listening().release(room(trip)));
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
      connection.send(new ServerMessage.Refusal(refusal, running.clock().now()));
      return;
    }
    String room = room(trip);
    CompletionStage<Void> confirmed = running.listening().hold(room);
    trips.add(trip);
    running.trips().follow(connection, room);
    awaitConfirmation(confirmed);
  }

  private void unsubscribe(String trip) {
    if (trips.remove(trip)) {
      running.trips().unfollow(connection, room(trip));
      running.listening().release(room(trip));
    }
  }

  private @Nullable String refusal(String trip) {
    if (trip.length() > LONGEST_TRIP) {
      return "trip_id too long";
    }
    if (hasHalfCharacter(trip)) {
      return "trip_id not usable";
    }
    if (trips.size() >= settings.maxTrips()) {
      return "too many trips";
    }
    Members members = running.members();
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
  /// moment: it has been promised nothing.
  private void awaitConfirmation(CompletionStage<Void> confirmed) {
    if (running.broker().state() == Broker.State.DOWN) {
      return;
    }
    try {
      confirmed.toCompletableFuture().get(CONFIRMATION_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // It is heard of as soon as the broker is back.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String room(String trip) {
    return TripEventReader.PREFIX + trip;
  }
}
