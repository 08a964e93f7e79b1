package dev.carillon.support;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A TCP proxy on 127.0.0.1 that fails when the test says so. Safe for any thread.
public final class FaultyProxy implements AutoCloseable {

  private enum Mode {
    PASSING,
    CUT,
    FROZEN
  }

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("faulty-proxy", true), NioIoHandler.newFactory());
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private final InetSocketAddress target;
  private final Channel listener;
  private volatile Mode mode = Mode.PASSING;

  private FaultyProxy(InetSocketAddress target) {
    this.target = target;
    this.listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    accept(client);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /// Listens on a free port and passes everything on to a port of 127.0.0.1.
  public static FaultyProxy to(int port) {
    return new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Returns the port it listens on.
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Closes all connections once; new ones pass.
  public void drop() {
    channels.forEach(Channel::close);
  }

  /// Closes all connections, and each new one, until [#resume()].
  public void cut() {
    mode = Mode.CUT;
    drop();
  }

  /// Leaves all connections open and passes nothing on in either direction until [#resume()]: what
  /// a dead peer or a forgetful firewall looks like. New connections are accepted, and starve.
  public void freeze() {
    mode = Mode.FROZEN;
    channels.forEach(channel -> channel.config().setAutoRead(false));
  }

  /// Lets everything pass again, also what waited meanwhile.
  public void resume() {
    mode = Mode.PASSING;
    channels.forEach(channel -> channel.config().setAutoRead(true));
  }

  /// Returns the number of open connections of clients.
  public int connections() {
    return channels.size() / 2;
  }

  private void accept(Channel client) {
    if (mode == Mode.CUT) {
      client.close();
      return;
    }
    var toServer = new Pipe();
    client.pipeline().addLast(toServer);
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new Pipe(client))
        .connect(target)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    client.close();
                    return;
                  }
                  Channel server = connected.channel();
                  toServer.peer = server;
                  track(client);
                  track(server);
                });
  }

  private void track(Channel channel) {
    channels.add(channel);
    channel.closeFuture().addListener(closed -> channels.remove(channel));
    if (mode == Mode.PASSING) {
      channel.config().setAutoRead(true);
    }
  }

  /// Stops listening and closes all connections.
  @Override
  public void close() {
    listener.close();
    drop();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  /// Passes what one side sends on to the other side.
  private static final class Pipe extends ChannelInboundHandlerAdapter {
    private volatile @Nullable Channel peer;

    Pipe() {}

    Pipe(Channel peer) {
      this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      Channel other = peer;
      if (other != null) {
        other.writeAndFlush(bytes);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Channel other = peer;
      if (other != null) {
        other.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
