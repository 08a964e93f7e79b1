package dev.carillon.server.apps.eclipse;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.auth.JwtAuthenticator;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.channels.Admission;
import dev.carillon.channels.ChannelHandler;
import dev.carillon.channels.Channels;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.channels.SharedSubscriptions;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.support.StopSignal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The chat of Eclipse's support center, as its own WebSocket server served it.
///
/// Every handshake succeeds; a token that is not accepted is told by a close frame. A client is in one
/// chat. What it says goes to the web app, and to the chat's channel, from which all members on all
/// nodes have it, each event once.
///
/// **Threads.** Clients are served on virtual threads, the broker's thread relays. Safe for any thread.
public final class EclipseApp implements App, RunningApp {
  static final String NAME = "eclipse";

  private final EclipseSettings settings;
  private final Channels<ClientMessage, ServerMessage, byte[]> endpoint;
  private final CompletableFuture<Parts> started = new CompletableFuture<>();

  /// Makes the app; it serves clients once the gateway and then the app are started.
  ///
  /// @param channels how the endpoint behaves, best made from [#channels()]
  public EclipseApp(EclipseSettings settings, ChannelsSettings channels) {
    this.settings = settings;
    this.endpoint = Channels.create(NAME, channels, new EclipseDialect(), new Handler());
  }

  /// Returns the protocol settings that Eclipse's clients expect: any path, any origin, pings every
  /// 30 s, messages up to 64 KiB.
  public static ChannelsSettings channels() {
    return ChannelsSettings.at(null)
        .withOrigins(OriginPolicy.allowAny())
        .withEchoedSubprotocol(true)
        .withShutdown(Closes.SHUTDOWN);
  }

  @Override
  public String name() {
    return NAME;
  }

  /// Begins to let clients in. Called once; does not wait for the broker.
  @Override
  public RunningApp start(Services services) {
    if (!started.complete(parts(services))) {
      throw new IllegalStateException("started before");
    }
    return this;
  }

  @Override
  public List<Mount> mounts() {
    return List.of(Mount.on(settings.bind, settings.port, endpoint));
  }

  private Parts parts(Services services) {
    Broker broker = services.broker();
    Clock clock = services.clock();
    var chats = new OpenChats(settings.maxConnectionsPerChat);
    var relay = new Relay(endpoint, broker, clock, services.instruments(), settings.maxMessage);
    return new Parts(
        settings,
        broker,
        clock,
        services.instruments(),
        new JwtAuthenticator(new JwtVerifier(settings.jwtSecret.bytes(), clock), Identity.NAMES),
        new SharedSubscriptions(broker, relay::deliver),
        relay,
        new WebApp(settings),
        chats,
        new HealthPage(broker, clock, chats, settings.healthDetails),
        new LogLimit(clock, NAME),
        new StopSignal());
  }

  /// Waits for the start, which is a moment away from the opening of the port.
  ///
  /// @throws IllegalStateException if it does not come
  Parts awaitParts() {
    try {
      return started.get(settings.patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("not started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Lets go of the broker and the web app; the endpoint is closed by its gateway. Idempotent.
  @Override
  public void close() {
    Parts parts = partsNow();
    if (parts != null) {
      parts.close();
    }
  }

  private @Nullable Parts partsNow() {
    return started.getNow(null);
  }

  /// What happens in the lanes, where nothing may wait.
  private final class Handler implements ChannelHandler<ClientMessage, ServerMessage> {
    @Override
    public Admission<ClientMessage, ServerMessage> admit(HttpRequestHead handshake) {
      return new Admission.Admitted<>(connection -> new ChatClient(EclipseApp.this, connection));
    }

    @Override
    public void onRequest(HttpExchange exchange) {
      Parts parts = partsNow();
      if (exchange.method().equals("OPTIONS")) {
        HealthPage.answerPreflight(exchange);
      } else if (parts == null) {
        exchange.respond(503, Headers.NONE, new byte[0], false);
      } else {
        parts.health().answer(exchange, endpoint.connections());
      }
    }

    @Override
    public void onPreflight(HttpExchange exchange, Headers cors) {
      HealthPage.answerPreflight(exchange);
    }
  }
}
