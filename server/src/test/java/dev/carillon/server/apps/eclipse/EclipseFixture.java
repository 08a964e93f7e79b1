package dev.carillon.server.apps.eclipse;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.auth.JwtSigner;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.server.config.Settings;
import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// A gateway with Eclipse's chat, a web app behind it, and a clock that stands still.
abstract class EclipseFixture {
  static final String SECRET = "signing secret";
  static final String API_SECRET = "internal secret";

  /// Where the clock stands at first.
  static final String NOW = "2023-11-14T22:30:00.000Z";

  /// The last thing of a test, behind which nothing can be on its way.
  static final String END = "{\"type\":\"end\"}";

  final FakeClock clock = new FakeClock();
  final FakeWebApp webApp = new FakeWebApp();

  // What a test may set before the start.
  Duration apiTimeout = Duration.ofSeconds(10);
  int apiConcurrency = 64;
  Duration patience = Duration.ofSeconds(10);
  boolean roleRules = true;
  boolean closeOnExpiry = true;
  int maxConnectionsPerChat;
  boolean healthDetails = true;
  ChannelsSettings channels = EclipseApp.channels();

  private final List<AutoCloseable> open = new ArrayList<>(List.of(webApp));
  private @Nullable Gateway gateway;
  private int port;

  /// Says what carries messages.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /// Starts a node as it is set by now; clients that are opened from now on are its.
  final Gateway start() {
    var settings =
        Settings.of(
            EclipseSettings::new,
            Map.ofEntries(
                entry("bind", "127.0.0.1"),
                entry("port", "0"),
                entry("jwt-secret", SECRET),
                entry("api-url", webApp.url().toString()),
                entry("api-secret", API_SECRET),
                entry("api-timeout", apiTimeout.toMillis() + "ms"),
                entry("api-concurrency", Integer.toString(apiConcurrency)),
                entry("patience", patience.toMillis() + "ms"),
                entry("role-rules", Boolean.toString(roleRules)),
                entry("close-on-expiry", Boolean.toString(closeOnExpiry)),
                entry("max-connections-per-chat", Integer.toString(maxConnectionsPerChat)),
                entry("health-details", Boolean.toString(healthDetails))));
    var app = new EclipseApp(settings, channels);
    Gateway started = carriedBy(Gateway.builder()).clock(clock).lanes(2).app(app).start();
    open.add(started);
    port = started.addresses().getFirst().uri().getPort();
    gateway = started;
    return started;
  }

  final int port() {
    return port;
  }

  final Gateway gateway() {
    return requireNonNull(gateway);
  }

  /// Opens a socket that is not in a chat yet.
  final ChatSocket open(String target, String... headers) {
    var socket = new ChatSocket(port, target, headers);
    open.add(socket);
    return socket;
  }

  /// Opens a socket and waits until it is in its chat.
  final ChatSocket joined(String userId, String chatId) {
    ChatSocket socket = open("/?token=" + token(userId, chatId, true));
    socket.next();
    return socket;
  }

  final String token(String userId, String chatId, boolean authenticated) {
    return token(
        Map.of("userId", userId, "chatId", chatId, "isAuthenticated", authenticated),
        Duration.ofHours(2));
  }

  final String token(Map<String, ?> claims, Duration lifetime) {
    return new JwtSigner(SECRET.getBytes(StandardCharsets.UTF_8), clock).sign(claims, lifetime);
  }

  final void publish(String channel, String message) {
    gateway()
        .publish(channel, message.getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
