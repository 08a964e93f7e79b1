package dev.carillon.publisher;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Publishes with Redis `PUBLISH`, over one connection of its own that is opened again when it is lost.
///
/// ```java
/// try (var redis = RedisPublisher.connect("redis://localhost:6379", PublisherSettings.defaults())) {
///   redis.publish("/system_notice", bytes);
/// }
/// ```
///
/// It never blocks its caller. Commands go out together and are flushed once; as many as
/// [PublisherSettings#capacity()] may wait for their answer, and each has succeeded or failed after
/// [PublisherSettings#timeout()]. With [OnLoss#RETRY], order holds over a loss, too.
///
/// Safe for any thread. Stages complete on its one thread: what blocks goes elsewhere (`thenRunAsync`).
public final class RedisPublisher implements Publisher, StoreWriter, AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long CLOSE_SECONDS = 2;

  private final PublisherSettings settings;
  private final DefaultEventLoopGroupProvider threads =
      new DefaultEventLoopGroupProvider(
          1, pool -> new DefaultThreadFactory("carillon-publisher", /* daemon= */ true));
  private final EventLoop loop = threads.allocate(Transports.eventLoopGroupClass()).next();
  private final ClientResources resources;
  private final RedisClient client;
  private final Tally tally;
  private final CommandQueue queue;
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();

  private RedisPublisher(RedisURI uri, PublisherSettings settings) {
    this.settings = settings;
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(threads)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options(settings));
    tally = new Tally(settings.capacity(), settings.capacityBytes());
    queue = new CommandQueue(loop, tally, settings.onLoss(), this::shutDown);
    var connector = new RedisConnector(client, uri, loop, new SplittableRandom(), queue);
    loop.execute(() -> queue.start(connector));
  }

  private static ClientOptions options(PublisherSettings settings) {
    return ClientOptions.builder()
        // Both are done here: one place knows what was sent over which link, and how long it may
        // take.
        .autoReconnect(false)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(2 * settings.capacity() + 100)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .build();
  }

  /// Starts to connect and returns at once; that Redis cannot be reached is no error.
  ///
  /// @param url `redis://`, `rediss://` for TLS or `redis-sentinel://`, with user, password and database as
  ///     Lettuce takes them
  /// @throws IllegalArgumentException if it is no such URL
  public static RedisPublisher connect(String url, PublisherSettings settings) {
    return new RedisPublisher(uri(url), settings);
  }

  private static RedisURI uri(String url) {
    try {
      RedisURI uri = RedisURI.create(url);
      uri.setTimeout(CONNECT_TIMEOUT);
      uri.setClientName("carillon-publisher");
      return uri;
    } catch (RuntimeException _) {
      // The text of the cause would repeat the URL, with its password.
      throw new IllegalArgumentException("not a URL of Redis");
    }
  }

  /// Completes when there is a link for the first time. Until then [OnLoss#FAIL] fails everything.
  public CompletionStage<Void> ready() {
    return queue.ready();
  }

  /// Whether there is a link at the moment.
  public boolean isLinked() {
    return queue.isLinked();
  }

  /// Returns what came of everything so far.
  public Counters counters() {
    return tally.counters();
  }

  /// Returns how many commands wait for their answer.
  public long waiting() {
    return tally.waiting();
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    var arguments = new CommandArgs<>(CODEC).addKey(channel).addValue(message);
    return add(CommandType.PUBLISH, arguments, channel.length() + (long) message.length);
  }

  @Override
  public CompletionStage<Void> set(String key, byte[] value, Duration expiry) {
    var arguments =
        new CommandArgs<>(CODEC).addKey(key).addValue(value).add("PX").add(expiry.toMillis());
    return add(CommandType.SET, arguments, key.length() + (long) value.length);
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return add(CommandType.DEL, new CommandArgs<>(CODEC).addKey(key), key.length());
  }

  @Override
  public CompletionStage<Void> run(String script, List<String> keys, List<byte[]> arguments) {
    var words = new CommandArgs<>(CODEC).add(script.getBytes(StandardCharsets.UTF_8));
    words.add(keys.size()).addKeys(keys);
    long size = script.length();
    for (byte[] argument : arguments) {
      words.addValue(argument);
      size += argument.length;
    }
    return add(CommandType.EVAL, words, size);
  }

  private CompletionStage<Void> add(
      CommandType type, CommandArgs<String, byte[]> arguments, long size) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    return queue.add(
        new PendingCommand(
            type,
            arguments,
            size + PublisherSettings.OVERHEAD,
            deadline,
            new CompletableFuture<>()));
  }

  private void shutDown() {
    Thread.ofVirtual()
        .name("carillon-publisher-close")
        .start(() -> {
          client.shutdown(0, CLOSE_SECONDS, SECONDS);
          resources.shutdown(0, CLOSE_SECONDS, SECONDS);
          threads.shutdown(0, CLOSE_SECONDS, SECONDS);
          terminated.complete(null);
        });
  }

  /// Takes no more, waits until all that was taken is answered, and closes the connection. Idempotent.
  ///
  /// That takes the timeout at most. Without a link, what waits fails at once.
  @Override
  public void close() {
    if (terminated.isDone()) {
      return;
    }
    queue.close();
    if (loop.inEventLoop()) {
      return;
    }
    try {
      terminated.get(settings.timeout().toSeconds() + 2 * CLOSE_SECONDS, SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // Its threads are daemons and end when they can.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
