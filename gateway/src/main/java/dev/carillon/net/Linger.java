package dev.carillon.net;

import dev.carillon.core.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/// Ends a TCP connection such that the client gets to read the last answer. Confined to its lane.
///
/// Closing while unread input waits makes the kernel send a reset, which may overtake the answer
/// (RFC 9112 §9.6). So the sending half is closed first, input is dropped until the client closes
/// its half, and a deadline bounds that.
final class Linger extends ChannelInboundHandlerAdapter {
  private final LaneKit kit;
  private final Channel channel;
  private final Timed deadline =
      new Timed() {
        @Override
        protected void onDeadline() {
          channel.close();
        }
      };

  private Linger(LaneKit kit, Channel channel) {
    this.kit = kit;
    this.channel = channel;
  }

  /// Sends the last bytes and drops all input. The caller removes its own handlers afterwards.
  static void start(Channel channel, LaneKit kit, ByteBuf last, long millis) {
    var linger = new Linger(kit, channel);
    channel.pipeline().addLast(linger);
    channel.config().setAutoRead(true);
    kit.lane().timers().schedule(linger.deadline, millis);
    channel
        .writeAndFlush(last)
        .addListener(sent -> {
          if (sent.isSuccess() && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          } else {
            channel.close();
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    kit.lane().timers().cancel(deadline);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
