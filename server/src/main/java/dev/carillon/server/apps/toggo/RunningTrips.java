package dev.carillon.server.apps.toggo;

import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelHandler;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Interest;
import dev.carillon.core.Principal;
import dev.carillon.core.Services;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.BadRequest;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Toggo's trips on a gateway: what their followers share.
///
/// **Threads.** The broker's thread reads events and hands each to the lane where its trip is at home;
/// clients are heard on virtual threads. Safe for any thread.
final class RunningTrips implements AutoCloseable {
  final ToggoSettings settings;
  final Broker broker;
  final Clock clock;
  final Trips trips;
  final Listening listening;

  /// Knows whose trips are whose; `null`: every trip is everybody's.
  final @Nullable Memberships memberships;

  /// All clients of this node.
  final Set<Follower> followers = ConcurrentHashMap.newKeySet();

  private final Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels;
  private final TokenCheck tokens;
  private final @Nullable TopicRule rule;

  /// @param endpoint how the endpoint behaves, best made from [ToggoApp#channels]
  /// @param feed gets every event, whether somebody follows its trip or not; called on the broker's thread, in
  ///     the order of publication, and must not block. `null`: nobody does
  RunningTrips(
      ToggoSettings settings,
      ChannelsSettings endpoint,
      Services services,
      @Nullable Consumer<TripEvent> feed) {
    ToggoSettings.Intake taken = settings.intake();
    this.settings = settings;
    this.broker = services.broker();
    this.clock = services.clock();
    this.tokens = new TokenCheck(settings.access(), clock);
    this.memberships = memberships(settings.access().members(), services);
    this.rule = TopicRule.of(taken);
    this.channels = Channels.create(ToggoApp.NAME, endpoint, new ToggoDialect(), new Handler());
    this.trips = new Trips(channels, services.lanes(), settings);
    broker.onStateChange(this::onBroker);
    var intake = new Intake(taken, trips, memberships, feed, clock, services.instruments());
    boolean needsAll =
        taken.pattern()
            || taken.mismatch() == TripMismatch.PAYLOAD
            || settings.snapshot() != null
            || feed != null;
    this.listening = needsAll ? Listening.toAll(broker, intake) : Listening.exactly(broker, intake);
  }

  private static @Nullable Memberships memberships(
      @Nullable MembersSettings asked, Services services) {
    return asked == null
        ? null
        : new Memberships(
            asked.members(services.store(), services.clock(), services.instruments()));
  }

  /// What passed this node by while the link was down, nobody knows.
  private void onBroker(Broker.State state) {
    if (state == Broker.State.DOWN) {
      trips.forget();
    }
    if (memberships != null) {
      memberships.missed();
    }
    if (state == Broker.State.READY) {
      followers.forEach(Follower::reviewAll);
    }
  }

  /// Returns what is to be mounted on a port.
  Channels<?, ?, ?> endpoint() {
    return channels;
  }

  /// Tells what trips make of a message; see [dev.carillon.RunningApp#interestIn].
  Interest interestIn(String channel, byte[] message) {
    if (!channel.startsWith(TripEventReader.PREFIX)) {
      return Interest.NONE;
    }
    return rule == null ? Interest.HEARD : rule.interestIn(channel, message);
  }

  /// Lets go of the broker; the endpoint is closed by its gateway. Idempotent.
  @Override
  public void close() {
    listening.close();
    if (memberships != null) {
      memberships.close();
    }
  }

  /// Lets clients in, and answers those who are none.
  private final class Handler implements ChannelHandler<ClientMessage, ServerMessage> {
    @Override
    public Admission<ClientMessage, ServerMessage> admit(HttpRequestHead handshake) {
      return switch (tokens.callerOf(handshake)) {
        case TokenCheck.Caller.User(Principal principal) -> admitted(principal);
        case TokenCheck.Caller.Anybody() -> admitted(null);
        case TokenCheck.Caller.Stranger(String message, String label) ->
            new Admission.Refused<>(
                BadRequest.response(401, message).with(Headers.CHALLENGE), label);
      };
    }

    private Admission<ClientMessage, ServerMessage> admitted(@Nullable Principal principal) {
      return new Admission.Admitted<>(connection -> {
        connection.identify(principal);
        return new Follower(connection, RunningTrips.this);
      });
    }

    @Override
    public void onRequest(HttpExchange exchange) {
      exchange.respond(BadRequest.response(426, "upgrade required").with(Headers.UPGRADE));
    }
  }
}
