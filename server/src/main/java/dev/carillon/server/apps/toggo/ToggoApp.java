package dev.carillon.server.apps.toggo;

import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelHandler;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Principal;
import dev.carillon.core.Services;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.BadRequest;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.server.apps.toggo.members.Members;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.support.PublicationCheck;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Toggo's trips, as its own server told clients of them.
///
/// Clients say which trips they follow. What services publish on the channel of a trip goes to its
/// followers in batches, each of which a trip's first event opens.
///
/// **Threads.** The broker's thread reads events and hands each to the lane of its trip;
/// clients are heard on virtual threads. Safe for any thread.
public final class ToggoApp implements AutoCloseable {
  static final String NAME = "toggo";

  private final ToggoSettings settings;
  private final @Nullable Consumer<TripEvent> feed;
  private final Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels;
  private volatile @Nullable Running running;

  /// Makes the app; it serves clients once the gateway and then the app are started.
  ///
  /// @param endpoint how the endpoint behaves, best made from [#channels]
  public ToggoApp(ToggoSettings settings, ChannelsSettings endpoint) {
    this(settings, endpoint, null);
  }

  /// Makes an app that hands every event on, whether somebody follows its trip or not.
  ///
  /// @param feed called on the broker's thread, in the order of publication; must not block
  public ToggoApp(
      ToggoSettings settings, ChannelsSettings endpoint, @Nullable Consumer<TripEvent> feed) {
    this.settings = settings;
    this.feed = feed;
    this.channels = Channels.create(NAME, endpoint, new ToggoDialect(), new Handler());
  }

  /// Returns the protocol settings that Toggo's clients expect.
  ///
  /// Any web origin may connect, as before: who somebody is tells a token, which no browser adds by
  /// itself.
  ///
  /// @param path the one path that is served, `/ws` before
  public static ChannelsSettings channels(String path) {
    return ChannelsSettings.at(path)
        .withOrigins(OriginPolicy.allowAny())
        .withHeartbeat(Duration.ofSeconds(54), Duration.ofSeconds(6))
        .withMaxMessage(64 * 1024);
  }

  /// Returns what is to be mounted on a port.
  public Channels<?, ?, ?> endpoint() {
    return channels;
  }

  /// Returns what the gateway's own ways to publish are to ask about channels of trips.
  public PublicationCheck publicationCheck() {
    ToggoSettings.Intake intake = settings.intake();
    return intake.topics() == TopicCheck.REFUSE
        ? new TopicRule(TripEventReader.of(intake), intake.knownTopics())
        : PublicationCheck.NONE;
  }

  /// Begins to let clients in. Called once; does not wait for the broker.
  ///
  /// @param services what the gateway lends
  public void start(Services services) {
    Broker broker = services.broker();
    Clock clock = services.clock();
    Instruments instruments = services.instruments();
    var trips = new Trips(channels, services.lanes(), settings);
    broker.onStateChange(state -> {
      if (state == Broker.State.DOWN) {
        trips.forget();
      }
    });
    var intake = new Intake(settings.intake(), trips, feed, clock, instruments);
    running =
        new Running(
            broker,
            clock,
            new TokenCheck(settings.access(), clock),
            members(services),
            trips,
            needsAll() ? Listening.toAll(broker, intake) : Listening.exactly(broker, intake));
  }

  /// Lets go of the broker; the endpoint is closed by its services. Idempotent.
  @Override
  public void close() {
    Running started = running;
    if (started != null) {
      started.listening().close();
      if (started.members() != null) {
        started.members().close();
      }
    }
  }

  private boolean needsAll() {
    return settings.intake().pattern()
        || settings.intake().mismatch() == TripMismatch.PAYLOAD
        || settings.snapshot() != null
        || feed != null;
  }

  private @Nullable Members members(Services services) {
    MembersSettings asked = settings.access().members();
    return asked == null
        ? null
        : asked.members(services.store(), services.clock(), services.instruments());
  }

  /// Lets clients in, and answers those who are none.
  private final class Handler implements ChannelHandler<ClientMessage, ServerMessage> {
    @Override
    public Admission<ClientMessage, ServerMessage> admit(HttpRequestHead handshake) {
      Running started = running;
      if (started == null) {
        return refused(503, "starting", "starting", Headers.NONE);
      }
      return switch (started.tokens().callerOf(handshake)) {
        case TokenCheck.Caller.User(Principal principal) -> admitted(principal, started);
        case TokenCheck.Caller.Anybody() -> admitted(null, started);
        case TokenCheck.Caller.Stranger(String message, String label) ->
            refused(401, message, label, Headers.CHALLENGE);
      };
    }

    private Admission<ClientMessage, ServerMessage> admitted(
        @Nullable Principal principal, Running started) {
      return new Admission.Admitted<>(connection -> {
        connection.identify(principal);
        return new Follower(connection, settings, started);
      });
    }

    private Admission<ClientMessage, ServerMessage> refused(
        int status, String message, String label, Headers more) {
      return new Admission.Refused<>(BadRequest.response(status, message).with(more), label);
    }

    @Override
    public void onRequest(HttpExchange exchange) {
      exchange.respond(BadRequest.response(426, "upgrade required").with(Headers.UPGRADE));
    }
  }
}
