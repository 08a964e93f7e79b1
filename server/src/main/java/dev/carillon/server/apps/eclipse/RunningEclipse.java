package dev.carillon.server.apps.eclipse;

import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.auth.Authenticator;
import dev.carillon.auth.JwtAuthenticator;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelHandler;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.channels.SharedSubscriptions;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Eclipse's chat on a gateway: what its clients share.
///
/// **Threads.** Clients are served on virtual threads, the broker's thread relays. Safe for any thread.
final class RunningEclipse implements RunningApp {
  private static final Logger log = LoggerFactory.getLogger(RunningEclipse.class);

  final EclipseSettings settings;
  final Clock clock;
  final Instruments instruments;
  final Authenticator authenticator;
  final OpenChats chats;
  final Relay relay;
  final SharedSubscriptions subscriptions;
  final WebApp webApp;
  private final Channels<ClientMessage, ServerMessage, byte[]> endpoint;
  private final LogLimit webAppFailures;

  RunningEclipse(EclipseSettings settings, ChannelsSettings channels, Services services) {
    this.settings = settings;
    this.clock = services.clock();
    this.instruments = services.instruments();
    this.authenticator =
        new JwtAuthenticator(new JwtVerifier(settings.jwtSecret.bytes(), clock), Identity.NAMES);
    this.chats = new OpenChats(settings.maxConnectionsPerChat);
    var health = new HealthPage(services.broker(), clock, chats, settings.healthDetails);
    this.endpoint =
        Channels.create(EclipseApp.NAME, channels, new EclipseDialect(), new Handler(health));
    this.relay = new Relay(endpoint, services.broker(), clock, instruments, settings.maxMessage);
    this.subscriptions = new SharedSubscriptions(services.broker(), relay::deliver);
    this.webApp = new WebApp(settings);
    this.webAppFailures = new LogLimit(clock, EclipseApp.NAME);
  }

  @Override
  public List<Mount> mounts() {
    return List.of(Mount.on(settings.bind, settings.port, endpoint));
  }

  @Override
  public Interest interestIn(String channel, byte[] message) {
    return channel.startsWith(Relay.CHANNELS) ? Interest.HEARD : Interest.NONE;
  }

  /// Lets go of the broker and the web app.
  @Override
  public void close() {
    subscriptions.close();
    webApp.close();
  }

  // ---- for clients ----

  /// Counts and logs a call that came to nothing.
  ///
  /// @param call `send` or `user`
  void webAppFailed(String call, WebAppException e) {
    instruments.badInput(EclipseApp.NAME, "http", e.reason());
    webAppFailures.warn(log, "web app failed", "call", call, "reason", e.reason());
  }

  /// What happens in the lanes, where nothing may wait.
  private final class Handler implements ChannelHandler<ClientMessage, ServerMessage> {
    private final HealthPage health;

    Handler(HealthPage health) {
      this.health = health;
    }

    @Override
    public Admission<ClientMessage, ServerMessage> admit(HttpRequestHead handshake) {
      return new Admission.Admitted<>(
          connection -> new ChatClient(RunningEclipse.this, connection));
    }

    @Override
    public void onRequest(HttpExchange exchange) {
      if (exchange.method().equals("OPTIONS")) {
        HealthPage.answerPreflight(exchange);
      } else {
        health.answer(exchange, endpoint.connections());
      }
    }

    @Override
    public void onPreflight(HttpExchange exchange, Headers cors) {
      HealthPage.answerPreflight(exchange);
    }
  }
}
