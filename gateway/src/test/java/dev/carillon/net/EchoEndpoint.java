package dev.carillon.net;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Lane;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Sends everything back, and keeps what it saw for the test. Safe for any thread.
///
/// Requests to `/held` are left for the test to answer, and so are upgrades there.
final class EchoEndpoint implements Endpoint {
  static final int MAX_BODY = 10_000;

  final LinkedBlockingQueue<HttpExchange> held = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<HttpUpgrade> heldUpgrades = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Echo> opened = new LinkedBlockingQueue<>();
  volatile WebSocketSettings settings = new WebSocketSettings(100_000, 1_000_000, true, 64);
  volatile @Nullable String subprotocol;
  volatile @Nullable Lane lane;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public boolean accepts(String path) {
    return !path.equals("/nowhere");
  }

  @Override
  public void start(Services services, Readiness readiness) {}

  @Override
  public void onRequest(HttpExchange exchange) {
    switch (exchange.path()) {
      case "/held" -> held.add(exchange);
      case "/broken" -> throw new IllegalStateException("on purpose");
      case "/large" -> answer(exchange, "x".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
      case "/small" -> answer(exchange, new byte[1_023]);
      case "/query" -> answer(exchange, bytes(String.valueOf(exchange.query().get("a"))));
      case "/headers" -> answer(exchange, bytes(String.valueOf(exchange.header("x-two"))));
      default -> answer(exchange, exchange.body());
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, byte[] body) {
    exchange.respond(200, Headers.of("X-Target", exchange.target()), body, true);
  }

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    switch (upgrade.path()) {
      case "/held" -> heldUpgrades.add(upgrade);
      case "/refused" -> upgrade.refuse(403, Headers.of("X-Why", "test"), bytes("no"));
      case "/broken" -> throw new IllegalStateException("on purpose");
      default -> accept(upgrade);
    }
  }

  void accept(HttpUpgrade upgrade) {
    Lane to = lane;
    upgrade.accept(
        to == null ? upgrade.lane() : to, settings, subprotocol, socket -> new Echo(socket, this));
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return Headers.of("X-Common", "yes");
  }

  @Override
  public int connections() {
    return 0;
  }

  @Override
  public int rooms() {
    return 0;
  }

  @Override
  public void drain(Duration over) {}

  /// One connection.
  static final class Echo implements WebSocketListener {
    final WebSocket socket;
    final List<String> heard = new CopyOnWriteArrayList<>();
    final LinkedBlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

    private Echo(WebSocket socket, EchoEndpoint endpoint) {
      this.socket = socket;
      endpoint.opened.add(this);
    }

    private void hear(String what) {
      heard.add(socket.lane().inLane() ? what : "outside of the lane: " + what);
    }

    @Override
    public void onText(ByteBuf message) {
      echo(message, Frames.TEXT);
      hear("text");
    }

    @Override
    public void onBinary(ByteBuf message) {
      echo(message, Frames.BINARY);
      hear("binary");
    }

    private void echo(ByteBuf message, int opcode) {
      byte[] payload = ByteBufUtil.getBytes(message);
      socket.append(
          socket.encoding() == dev.carillon.core.Encoding.WEBSOCKET_DEFLATE
              ? Frames.deflated(payload, opcode, 64)
              : Frames.frame(payload, opcode));
    }

    @Override
    public void onPong() {
      hear("pong");
    }

    @Override
    public void onWritable() {
      hear("writable");
    }

    @Override
    public void onClosed(CloseReason reason) {
      hear("closed");
      closed.add(reason);
    }
  }
}
