package dev.carillon.net;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.core.LaneThread;
import dev.carillon.core.LogLimit;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event loops of a gateway, each of them a [Lane], and one more that accepts TCP connections.
///
/// Uses epoll where the machine has it and NIO elsewhere. Safe for any thread.
public final class Loops implements AutoCloseable {
  private static final int MAX_LANES = 64;
  private static final int PAGE_BYTES = 8192;
  // 8 KiB << 7: chunks of 1 MiB, so that a gateway that idles keeps little.
  private static final int CHUNK_ORDER = 7;
  private static final int SMALL_CACHE = 64;
  private static final int NORMAL_CACHE = 8;
  private static final long CLOSE_MILLIS = 5_000;
  private static final long QUIET_MILLIS = 20;
  private static final Logger log = LoggerFactory.getLogger(Loops.class);

  private final EventLoopGroup group;
  private final EventLoopGroup acceptor;
  private final Class<? extends ServerChannel> serverChannel;
  private final ByteBufAllocator allocator;
  private final Instruments instruments;
  private final List<LaneKit> kits;
  private final List<Lane> lanes;
  private final AtomicInteger connections = new AtomicInteger();
  private final LogLimit refusals;
  private final IdentityHashMap<EventExecutor, LaneKit> kitsByLoop = new IdentityHashMap<>();

  /// Starts as many lanes as the machine has processors, 64 at most.
  public Loops(Clock clock, Instruments instruments) {
    this(Math.min(MAX_LANES, Runtime.getRuntime().availableProcessors()), clock, instruments);
  }

  /// Starts so many lanes, 1 to 64.
  public Loops(int count, Clock clock, Instruments instruments) {
    this("carillon", count, clock, instruments);
  }

  /// Starts so many lanes, 1 to 64, whose threads are told apart from those of others by their name.
  public Loops(String name, int count, Clock clock, Instruments instruments) {
    if (count < 1 || count > MAX_LANES) {
      throw new IllegalArgumentException("lanes: 1 to " + MAX_LANES + ", not " + count);
    }
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.serverChannel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.group = new MultiThreadIoEventLoopGroup(count, threads(name + "-lane-"), io);
    this.acceptor = new MultiThreadIoEventLoopGroup(1, threads(name + "-accept-"), io);
    this.instruments = instruments;
    this.refusals = new LogLimit(clock, name);
    this.allocator =
        new PooledByteBufAllocator(
            true, 1, count, PAGE_BYTES, CHUNK_ORDER, SMALL_CACHE, NORMAL_CACHE, false);
    var made = new ArrayList<LaneKit>(count);
    for (EventExecutor executor : group) {
      // Starts the thread now, so that the threads' numbers are those of the lanes.
      executor.execute(() -> {});
      var lane = new Lane(made.size(), executor, allocator, clock, instruments);
      var kit = new LaneKit(lane, (EventLoop) executor);
      kitsByLoop.put(executor, kit);
      made.add(kit);
    }
    this.kits = List.copyOf(made);
    this.lanes = made.stream().map(LaneKit::lane).toList();
  }

  private static ThreadFactory threads(String prefix) {
    var number = new AtomicInteger();
    return task -> new LaneThread(task, prefix + number.getAndIncrement());
  }

  /// Returns the lanes, in the order of their indexes.
  public List<Lane> lanes() {
    return lanes;
  }

  /// Returns the lane that an event loop is.
  public Lane of(EventExecutor loop) {
    return kitOf(loop).lane();
  }

  LaneKit kitOf(EventExecutor loop) {
    LaneKit kit = kitsByLoop.get(loop);
    if (kit == null) {
      throw new IllegalArgumentException("not a lane of this gateway");
    }
    return kit;
  }

  LaneKit kitOf(Lane lane) {
    return kits.get(lane.index());
  }

  /// Counts a TCP connection that was accepted.
  ///
  /// @return whether it may stay; `false` if there are too many
  boolean admit(Channel accepted, int most) {
    if (connections.incrementAndGet() > most) {
      connections.decrementAndGet();
      refusals.warn(log, "connection closed, there are too many", "most", most);
      instruments.refused("tcp", "too-many");
      return false;
    }
    accepted.closeFuture().addListener(closed -> connections.decrementAndGet());
    return true;
  }

  EventLoopGroup group() {
    return group;
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  Instruments instruments() {
    return instruments;
  }

  /// Cuts all TCP connections and ends all lanes. Waits for that, so not to be called in a lane.
  @Override
  public void close() {
    // In this order, or a TCP connection could be handed to a lane that has ended.
    end(acceptor, 0);
    // Connections are cut in one task and tell of it in another: wait until there are no more.
    end(group, QUIET_MILLIS);
    for (LaneKit kit : kits) {
      kit.inflation().close();
    }
  }

  private static void end(EventLoopGroup loops, long quietMillis) {
    loops
        .shutdownGracefully(quietMillis, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
