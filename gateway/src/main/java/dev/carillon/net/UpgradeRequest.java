package dev.carillon.net;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Lane;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A handshake that waits for its endpoint's decision, and keeps what the client sends meanwhile.
///
/// It is the channel's only handler for that time, and nothing more is read from the client.
/// Confined to its lane, apart from [#accept] and [#refuse], which may be called from any thread.
final class UpgradeRequest extends ChannelInboundHandlerAdapter implements HttpUpgrade, HeadView {
  private static final Logger log = LoggerFactory.getLogger(UpgradeRequest.class);

  private final Channel channel;
  private final LaneKit kit;
  private final Loops loops;
  private final RequestHead head;
  private final Headers common;
  private final ListenerSettings settings;
  private final AtomicBoolean decided = new AtomicBoolean();
  private @Nullable ByteBuf held;

  UpgradeRequest(
      Channel channel,
      LaneKit kit,
      Loops loops,
      RequestHead head,
      Headers common,
      ListenerSettings settings) {
    this.channel = channel;
    this.kit = kit;
    this.loops = loops;
    this.head = head;
    this.common = common;
    this.settings = settings;
  }

  @Override
  public void accept(
      Lane lane,
      WebSocketSettings settings,
      @Nullable String subprotocol,
      Headers headers,
      Function<WebSocket, WebSocketListener> listener) {
    if (decided.compareAndSet(false, true)) {
      LaneKit target = loops.kitOf(lane);
      kit.lane().run(() -> switchProtocols(target, settings, subprotocol, headers, listener));
    }
  }

  private void switchProtocols(
      LaneKit target,
      WebSocketSettings settings,
      @Nullable String subprotocol,
      Headers headers,
      Function<WebSocket, WebSocketListener> listener) {
    Runnable open = () -> open(target, settings, subprotocol, headers, listener);
    if (target == kit) {
      open.run();
      return;
    }
    channel
        .deregister()
        .addListener(left ->
            target.loop().register(channel).addListener(arrived -> target.lane().execute(open)));
  }

  // RFC 6455 §4.2.2 (5)
  private ByteBuf answer(
      @Nullable String extension, @Nullable String subprotocol, Headers headers) {
    String key = Objects.requireNonNull(head.header("sec-websocket-key"));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + ("Sec-WebSocket-Accept: " + Handshake.accept(key) + "\r\n")
            + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
            + (extension == null ? "" : "Sec-WebSocket-Extensions: " + extension + "\r\n")
            + headers.lines()
            + "\r\n";
    return ByteBufUtil.encodeString(
        channel.alloc(), java.nio.CharBuffer.wrap(answer), StandardCharsets.ISO_8859_1);
  }

  /// Answers, and puts the WebSocket into this handler's place. In the lane that is to own it, so that
  /// what a client sends once it has read the answer arrives there, in its order. The answer leaves
  /// last: as long as nothing is read, bytes on other connections of this lane would be noticed earlier.
  ///
  /// Also done for a client that is gone by now, so that its endpoint hears of the end.
  private void open(
      LaneKit owner,
      WebSocketSettings settings,
      @Nullable String subprotocol,
      Headers headers,
      Function<WebSocket, WebSocketListener> listener) {
    String extension =
        settings.deflate() ? Deflate.negotiate(head.header("sec-websocket-extensions")) : null;
    if (channel.isActive() && channel.isRegistered()) {
      channel.write(answer(extension, subprotocol, headers), channel.voidPromise());
    }
    var socket = new FrameSocket(channel, owner, settings, extension != null);
    try {
      socket.setListener(listener.apply(socket));
    } catch (RuntimeException | Error e) {
      log.error("websocket could not be opened", e);
      channel.flush();
      socket.terminate(CloseReason.ERROR);
    }
    ByteBuf bytes = held;
    held = null;
    if (!channel.isActive() || !channel.isRegistered()) {
      if (bytes != null) {
        bytes.release();
      }
      channel.close();
      socket.onGone();
      return;
    }
    channel.pipeline().addLast(socket);
    channel.pipeline().remove(this);
    if (bytes != null) {
      socket.receive(bytes);
    }
    socket.startReading();
    channel.flush();
  }

  @Override
  public void refuse(int status, Headers headers, byte[] body) {
    if (decided.compareAndSet(false, true)) {
      kit.lane().run(() -> answerLast(new Response(status, headers, body)));
    }
  }

  private void answerLast(Response response) {
    if (channel.isActive()) {
      ByteBuf last = response.behind(common).bytes(kit, channel.alloc(), true, "close");
      Linger.start(channel, kit, last, settings.lingerTimeout.toMillis());
      channel.pipeline().remove(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf bytes = (ByteBuf) msg;
    if (held == null) {
      held = bytes;
    } else {
      held.writeBytes(bytes);
      bytes.release();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public Lane lane() {
    return kit.lane();
  }

  @Override
  public RequestHead head() {
    return head;
  }
}
