package dev.carillon.redis;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.redis.RedisSettings.Mode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.Transports;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node's link to Redis: a broker and a store on one set of connections and one thread.
///
/// ```java
/// try (var link = RedisLink.connect(RedisSettings.of("redis://localhost:6379"))) {
///   link.broker().publish("news", bytes);
/// }
/// ```
///
/// One connection subscribes, another one publishes and serves the store; with a cluster, publishing
/// and subscribing use a node each (a cluster passes messages on to all its nodes), and the store has its own
/// connections to all of them. Both are given up for others when a message of this node's own does not come back
/// ([Echo]), or when the server has become a replica. Safe for any thread.
public final class RedisLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final long CLOSE_SECONDS = 2;

  /// Flushes after so many writes at the latest; else once the event loop has nothing else to do.
  private static final int FLUSH_AFTER = 256;

  private final DefaultEventLoopGroupProvider threads =
      new DefaultEventLoopGroupProvider(
          1, pool -> new DefaultThreadFactory("carillon-redis", /* daemon= */ true));
  private final EventLoop loop = threads.allocate(Transports.eventLoopGroupClass()).next();
  private final ClientResources resources;
  private final RedisClient client;
  private final @Nullable RedisClusterClient cluster;
  private final Line<StatefulRedisPubSubConnection<String, byte[]>> subscribing;
  private final Line<StatefulRedisConnection<String, byte[]>> publishing;
  private final @Nullable Line<StatefulRedisClusterConnection<String, byte[]>> storing;
  private final AtomicInteger users = new AtomicInteger(2);
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();
  private final ScheduledFuture<?> beating;
  private final RedisBroker broker;
  private final RedisStore store;

  /// Whether the server was asked for its role and has not answered. Confined to the event loop.
  private boolean asking;

  private RedisLink(RedisSettings settings) {
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(threads)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
                  }
                })
            .build();
    RedisCodec<String, byte[]> codec = new ChannelCodec();
    boolean clustered = settings.mode == Mode.CLUSTER;
    client = RedisClient.create(resources);
    client.setOptions(Lettuce.options(settings));
    cluster = clustered ? RedisClusterClient.create(resources, Lettuce.uris(settings)) : null;
    broker = new RedisBroker(loop, id(), this::release, this::silent);
    Topology topology = cluster == null ? null : new Topology(cluster);
    var heardAt = new Addresses(settings, topology, 0);
    var toldAt = new Addresses(settings, topology, 1);
    subscribing =
        new Line<>(
            "subscribing",
            settings,
            loop,
            new SplittableRandom(),
            () -> open(heardAt, uri -> client.connectPubSubAsync(codec, uri), c -> c.async()),
            connection -> connection.async().ping(),
            broker.subscribingOwner(),
            broker::received,
            () -> false);
    publishing =
        new Line<>(
            "publishing",
            settings,
            loop,
            new SplittableRandom(),
            () -> open(toldAt, uri -> client.connectAsync(codec, uri), c -> c.async()),
            connection -> connection.async().ping(),
            broker.publishingOwner(),
            () -> 0,
            subscribing::isAnswering);
    Supplier<CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> commands;
    RedisClusterClient nodes = cluster;
    if (nodes != null && topology != null) {
      nodes.setOptions(Lettuce.clusterOptions(settings));
      var line =
          new Line<StatefulRedisClusterConnection<String, byte[]>>(
              "storing",
              settings,
              loop,
              new SplittableRandom(),
              () -> topology.refresh().thenCompose(v -> nodes.connectAsync(codec)),
              connection -> connection.async().ping(),
              new Line.Owner<>() {
                @Override
                public void up(StatefulRedisClusterConnection<String, byte[]> connection) {}

                @Override
                public void down() {}
              },
              () -> 0,
              subscribing::isAnswering);
      storing = line;
      commands = () -> line.connected().thenApply(StatefulRedisClusterConnection::async);
    } else {
      storing = null;
      commands = () -> publishing.connected().thenApply(StatefulRedisConnection::async);
    }
    store = new RedisStore(new Calls(commands, settings.commandTimeout, loop), this::release);
    long millis = settings.probeInterval.toMillis();
    beating = loop.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static String id() {
    return HexFormat.of().toHexDigits(new SplittableRandom().nextLong());
  }

  /// Connects to a server that is no replica. In a cluster replicas pass messages on like all nodes.
  private <C extends StatefulConnection<String, byte[]>> CompletionStage<C> open(
      Addresses addresses,
      Function<RedisURI, CompletionStage<C>> connect,
      Function<C, BaseRedisAsyncCommands<String, byte[]>> commands) {
    Function<RedisURI, CompletionStage<C>> checked =
        cluster != null
            ? connect
            : uri -> connect.apply(uri).thenCompose(c -> primary(c, commands));
    return addresses.next().thenComposeAsync(uris -> Race.of(uris, checked, loop), loop);
  }

  private static <C extends StatefulConnection<String, byte[]>> CompletionStage<C> primary(
      C connection, Function<C, BaseRedisAsyncCommands<String, byte[]>> commands) {
    return Role.isReplica(commands.apply(connection))
        .handle((replica, failure) -> {
          if (failure == null && !replica) {
            return connection;
          }
          connection.closeAsync();
          throw new RedisConnectionException(
              failure == null ? "it is a replica" : "it does not answer", failure);
        });
  }

  /// Each interval: whether messages still come back, and whether the server still is a primary.
  private void beat() {
    broker.beat();
    StatefulRedisConnection<String, byte[]> asked = publishing.connected().getNow(null);
    if (cluster == null && asked != null && !asking) {
      asking = true;
      Role.isReplica(asked.async())
          .whenComplete((replica, failure) ->
              loop.execute(() -> {
                asking = false;
                if (failure == null && replica) {
                  silent("it is a replica now");
                }
              }));
    }
  }

  private void silent(String reason) {
    subscribing.giveUp(reason);
    publishing.giveUp(reason);
  }

  /// Starts to connect and returns at once.
  ///
  /// That Redis cannot be reached is no error: the broker's state tells, and connecting goes on in
  /// the background until the link is closed.
  ///
  /// @throws IllegalArgumentException if a file that TLS needs cannot be used
  public static RedisLink connect(RedisSettings settings) {
    Lettuce.checkFiles(settings);
    warnOfTrust(settings);
    var link = new RedisLink(settings);
    link.subscribing.start();
    link.publishing.start();
    if (link.storing != null) {
      link.storing.start();
    }
    return link;
  }

  private static void warnOfTrust(RedisSettings settings) {
    if (!settings.tls) {
      return;
    }
    switch (settings.verification) {
      case FULL -> {}
      case CA ->
          log.warn("redis link: the host name in the certificate of {} is not checked", settings);
      case NONE ->
          log.warn(
              "redis link: the certificate of {} is not checked: anybody on the way can pose as it"
                  + " and gets the password",
              settings);
    }
  }

  /// Returns the broker; the same one each time.
  public Broker broker() {
    return broker;
  }

  /// Returns the store; the same one each time.
  public Store store() {
    return store;
  }

  /// Called by the broker and by the store when they are closed; the last one turns off the light.
  private void release() {
    if (users.decrementAndGet() > 0) {
      return;
    }
    beating.cancel(false);
    var ended = new ArrayList<CompletableFuture<Void>>();
    ended.add(subscribing.close());
    ended.add(publishing.close());
    if (storing != null) {
      ended.add(storing.close());
    }
    // The client complains of connections that are closed twice, so it comes second.
    CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, 1, TimeUnit.SECONDS)
        .whenComplete((done, failure) ->
            Thread.ofVirtual().name("carillon-redis-close").start(this::shutDown));
  }

  private void shutDown() {
    client.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (cluster != null) {
      cluster.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    resources.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    threads.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    terminated.complete(null);
  }

  /// Closes broker, store and connections. Waits for the connections to end, but not for long, and
  /// not on the broker's thread. Idempotent; it also happens when both broker and store are closed.
  @Override
  public void close() {
    broker.close();
    store.close();
    if (loop.inEventLoop()) {
      return;
    }
    try {
      terminated.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.debug("redis link: not yet ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
