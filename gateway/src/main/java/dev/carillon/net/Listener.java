package dev.carillon.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.List;

/// An open port, and the endpoints that are mounted on it. Safe for any thread.
///
/// ```java
/// var loops = new Loops(Clock.system(), Instruments.NONE);
/// var listener = Listener.open(loops, "127.0.0.1", 8080, List.of(endpoint), ListenerSettings.DEFAULT);
/// ```
public final class Listener implements AutoCloseable {
  // A socket is "writable" while less than this waits in memory; the kernel's buffer comes on top.
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(8 * 1024, 32 * 1024);
  private static final RecvByteBufAllocator READ_SIZES =
      new AdaptiveRecvByteBufAllocator(512, 2048, 64 * 1024);

  private final Channel channel;

  private Listener(Channel channel) {
    this.channel = channel;
  }

  /// Opens a port. A request goes to the first endpoint that accepts its path.
  ///
  /// @param host the address to listen on; `0.0.0.0` is all of them
  /// @param port 0 picks a free one
  /// @throws PortException if the port is taken or may not be opened
  public static Listener open(
      Loops loops, String host, int port, List<Endpoint> endpoints, ListenerSettings settings)
      throws PortException {
    List<Endpoint> mounted = List.copyOf(endpoints);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.acceptor(), loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, settings.backlog)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, loops.allocator())
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(new Admission(loops, settings.maxConnections))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    LaneKit kit = loops.kitOf(accepted.eventLoop());
                    HttpConnection.start(accepted, kit, loops, mounted, settings);
                  }
                })
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new PortException(host, port, cause);
    }
    return new Listener(bound.channel());
  }

  /// Turns TCP connections away that are too many, in the thread that accepts them: whatever comes at once, only
  /// one more is open than may be. Shared by nobody.
  private static final class Admission extends ChannelInboundHandlerAdapter {
    private final Loops loops;
    private final int most;

    Admission(Loops loops, int most) {
      this.loops = loops;
      this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      if (loops.admit((Channel) accepted, most)) {
        ctx.fireChannelRead(accepted);
      } else {
        ((Channel) accepted).unsafe().closeForcibly();
      }
    }
  }

  /// Returns the port, also when the system picked it.
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Stops accepting. Connections that are open stay open.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
