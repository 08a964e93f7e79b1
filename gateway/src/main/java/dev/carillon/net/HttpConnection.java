package dev.carillon.net;

import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP connection as long as it speaks HTTP/1.1 (RFC 9112). Confined to its lane.
///
/// Requests are handed to endpoints when they are complete, and answered in their order. A client may
/// send more of them than endpoints are to have at once: the others are parked, and nothing more is
/// read until they had their turn.
///
/// One deadline covers whatever the connection waits for: the rest of a request, the next request, or
/// (in [Linger]) the end. The head of a request must come within it; the body has as long again for each
/// stretch of it, as long as it comes no slower than [#MIN_BYTES_PER_SECOND].
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  /// Requests of one client that endpoints may have at once.
  static final int MAX_WAITING = 8;

  /// Requests of one client that may wait for that; more end the connection.
  static final int MAX_PARKED = 32;

  /// How slowly a body may come.
  static final int MIN_BYTES_PER_SECOND = 500;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_BODY = {};

  private final Channel channel;
  private final LaneKit kit;
  private final Loops loops;
  private final List<Endpoint> endpoints;
  private final ListenerSettings settings;
  private final ArrayDeque<Exchange> waiting = new ArrayDeque<>(2);
  private final ArrayDeque<Runnable> parked = new ArrayDeque<>(0);
  private final Timed deadline =
      new Timed() {
        @Override
        protected void onDeadline() {
          onTimeout();
        }
      };
  private @Nullable IncomingRequest incoming;
  private boolean receiving;
  private boolean expecting;
  private int receivedBefore;
  private boolean serving;
  private boolean over;
  private boolean left;

  private HttpConnection(
      Channel channel,
      LaneKit kit,
      Loops loops,
      List<Endpoint> endpoints,
      ListenerSettings settings) {
    this.channel = channel;
    this.kit = kit;
    this.loops = loops;
    this.endpoints = endpoints;
    this.settings = settings;
  }

  /// Makes a TCP connection that was just accepted speak HTTP.
  static void start(
      Channel channel,
      LaneKit kit,
      Loops loops,
      List<Endpoint> endpoints,
      ListenerSettings settings) {
    var connection = new HttpConnection(channel, kit, loops, endpoints, settings);
    channel.pipeline().addLast(new RequestDecoder(connection), connection);
    connection.wait(settings.requestTimeout);
  }

  Lane lane() {
    return kit.lane();
  }

  private void wait(Duration time) {
    lane().timers().schedule(deadline, time.toMillis());
  }

  /// Called for every read, before the bytes are parsed.
  void onBytes() {
    if (!receiving && !over) {
      receiving = true;
      wait(settings.requestTimeout);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (!over && msg instanceof HttpRequest request) {
        begin(request);
      }
      if (!over && msg instanceof HttpContent content) {
        receive(content);
      }
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void begin(HttpRequest request) {
    if (!receiving) { // it came in one read with the end of another
      receiving = true;
      wait(settings.requestTimeout);
    }
    Response refusal = RequestCheck.refusal(request);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    RequestHead head;
    try {
      var peer = (InetSocketAddress) channel.remoteAddress();
      head = RequestHead.of(request, peer, settings.proxies);
    } catch (IllegalArgumentException e) {
      refuse(RequestCheck.badRequest());
      return;
    }
    boolean modern = RequestCheck.isModern(request);
    var begun = new IncomingRequest(head, endpointOf(head), modern, HttpUtil.isKeepAlive(request));
    Response unwanted = begun.refusal();
    if (unwanted != null) {
      refuse(begun, unwanted);
      return;
    }
    incoming = begun;
    receivedBefore = 0;
    begun.tellBegun();
    long length = HttpUtil.getContentLength(request, 0L);
    if (begun.isTooLong(length)) {
      refuse(Response.error(413, "Content too large"));
      return;
    }
    if (length > 0 || HttpUtil.isTransferEncodingChunked(request)) {
      wait(settings.requestTimeout);
    }
    if (modern) {
      meetExpectation(head);
    }
  }

  // RFC 9110 §10.1.1.
  private void meetExpectation(RequestHead head) {
    String expected = head.header("expect");
    if (expected == null) {
      return;
    }
    if (!expected.equalsIgnoreCase("100-continue")) {
      refuse(Response.error(417, "Expectation failed"));
    } else if (waiting.isEmpty()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    } else {
      // Before the answers to earlier requests an interim response would be taken for theirs.
      expecting = true;
      lane().timers().cancel(deadline);
    }
  }

  /// Meets an expectation whose turn has come.
  private void meetLateExpectation() {
    if (expecting && waiting.isEmpty()) {
      expecting = false;
      wait(settings.requestTimeout);
      channel.write(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    }
  }

  private @Nullable Endpoint endpointOf(RequestHead head) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.accepts(head.path())) {
        return endpoint;
      }
    }
    return null;
  }

  private void receive(HttpContent content) {
    IncomingRequest request = incoming;
    if (request == null) {
      return;
    }
    if (expecting && content.content().isReadable()) {
      expecting = false; // the client did not wait
      wait(settings.requestTimeout);
    }
    if (content.decoderResult().isFailure()) {
      refuse(RequestCheck.malformed(content.decoderResult()));
    } else if (!request.append(content.content())) {
      refuse(Response.error(413, "Content too large"));
    } else if (content instanceof LastHttpContent) {
      incoming = null;
      receiving = false;
      expecting = false;
      request.tellEnded(false);
      complete(request);
    }
  }

  private void complete(IncomingRequest request) {
    lane().timers().cancel(deadline);
    if (request.wantsWebSocket()) {
      upgrade(request);
    } else {
      inTurn(() -> serve(request));
    }
  }

  /// Does something at once, or once endpoints have fewer requests of this client.
  private void inTurn(Runnable step) {
    if (parked.isEmpty() && waiting.size() < MAX_WAITING) {
      step.run();
    } else if (parked.size() < MAX_PARKED) {
      parked.add(step);
      setReading();
    } else {
      cut();
    }
  }

  /// Gives endpoints what was parked, as far as they may have it.
  private void takeParked() {
    if (serving || parked.isEmpty()) {
      return;
    }
    serving = true; // an answer given at once leads here again
    while (waiting.size() < MAX_WAITING && !parked.isEmpty()) {
      parked.remove().run();
    }
    serving = false;
    setReading();
  }

  /// A client that sends requests but does not read the answers gets no further, nor does one whose
  /// requests are parked.
  private void setReading() {
    if (!left) {
      channel.config().setAutoRead(channel.isWritable() && parked.isEmpty());
    }
  }

  private void serve(IncomingRequest request) {
    Exchange exchange =
        new Exchange(
            this, request.head(), request.common(), request.body(), request.isPersistent());
    waiting.add(exchange);
    Endpoint endpoint = request.endpoint();
    if (endpoint == null) {
      exchange.respond(Response.error(404, "Not found"));
      return;
    }
    try {
      endpoint.onRequest(exchange);
    } catch (RuntimeException e) {
      log.error("request failed endpoint={}", endpoint.name(), e);
      exchange.respond(Response.error(500, "Internal error"));
    }
  }

  private void upgrade(IncomingRequest request) {
    Endpoint endpoint = request.endpoint();
    Response refusal =
        endpoint == null
            ? Response.error(404, "Not found")
            : waiting.isEmpty() ? Handshake.check(request.head()) : RequestCheck.badRequest();
    if (endpoint == null || refusal != null) {
      refuse(request, refusal == null ? Response.error(404, "Not found") : refusal);
      return;
    }
    var upgrade =
        new UpgradeRequest(channel, kit, loops, request.head(), request.common(), settings);
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(upgrade);
    leave();
    try {
      endpoint.onUpgrade(upgrade);
    } catch (RuntimeException e) {
      log.error("upgrade failed endpoint={}", endpoint.name(), e);
      Response failure = Response.error(500, "Internal error");
      upgrade.refuse(failure.status(), failure.headers(), failure.body());
    }
  }

  /// Answers what cannot be served, after what came before it, and ends the connection.
  private void refuse(Response response) {
    IncomingRequest request = incoming;
    incoming = null;
    expecting = false;
    if (request != null) {
      request.tellEnded(false);
    }
    refuse(request, response);
  }

  private void refuse(@Nullable IncomingRequest request, Response response) {
    Headers common = request == null ? Headers.NONE : request.common();
    RequestHead head = request == null ? unreadable() : request.head();
    Exchange exchange = new Exchange(this, head, common, NO_BODY, false);
    over = true;
    lane().timers().cancel(deadline);
    inTurn(() -> {
      waiting.add(exchange);
      exchange.respond(response);
    });
  }

  private RequestHead unreadable() {
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    return new RequestHead("GET", "/", "/", Map.of(), Map.of(), remote, false);
  }

  /// Called when an exchange has got its response.
  void onAnswer() {
    if (!channel.isActive()) {
      return;
    }
    for (Exchange first = waiting.peek(); first != null; first = waiting.peek()) {
      Response response = first.response();
      if (response == null) {
        break;
      }
      waiting.remove();
      boolean withBody = !first.method().equals("HEAD");
      if (!first.isPersistent()) {
        ByteBuf last = response.bytes(kit, channel.alloc(), withBody, "close");
        Linger.start(channel, kit, last, settings.lingerTimeout.toMillis());
        leave();
        return;
      }
      ByteBuf bytes = response.bytes(kit, channel.alloc(), withBody, "keep-alive");
      channel.write(bytes, channel.voidPromise());
    }
    takeParked();
    meetLateExpectation();
    if (waiting.isEmpty() && parked.isEmpty() && !receiving && !over) {
      wait(settings.idleTimeout);
    }
    channel.flush();
  }

  private void onTimeout() {
    IncomingRequest request = incoming;
    if (request != null && isFlowing(request)) {
      receivedBefore = request.received();
      wait(settings.requestTimeout);
    } else if (receiving) {
      refuse(Response.error(408, "Request timeout"));
    } else {
      cut();
    }
  }

  private boolean isFlowing(IncomingRequest request) {
    long came = (long) request.received() - receivedBefore;
    return came * 1000 >= MIN_BYTES_PER_SECOND * settings.requestTimeout.toMillis();
  }

  /// Ends the TCP connection at once.
  void cut() {
    over = true;
    channel.close();
  }

  /// Takes the HTTP handlers out. Bytes that were read but not parsed go to the next handler.
  private void leave() {
    end();
    channel.pipeline().remove(this);
    channel.pipeline().remove(RequestDecoder.class);
  }

  private void end() {
    over = true;
    left = true;
    lane().timers().cancel(deadline);
    if (incoming != null) {
      incoming.tellEnded(true);
      incoming = null;
    }
    parked.clear();
    for (Exchange left = waiting.poll(); left != null; left = waiting.poll()) {
      left.clientGone();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    setReading();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("http connection failed cause={}", cause.toString());
    ctx.close();
  }
}
