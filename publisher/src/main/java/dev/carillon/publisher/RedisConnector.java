package dev.carillon.publisher;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a connection to Redis, and another one each time it is lost. Confined to the event loop.
///
/// Between attempts it waits, twice as long each time up to a second, and a random part of that less. It asks
/// nothing of a connection by itself: whoever waits for an answer in vain gives it up.
@SuppressWarnings("ReferenceEquality") // which connection is meant is a question of identity
final class RedisConnector {
  private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final long SHORTEST_WAIT = 50;
  private static final long LONGEST_WAIT = 1_000;

  private final RedisClient client;
  private final RedisURI uri;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Owner owner;
  private @Nullable StatefulRedisConnection<String, byte[]> connection;
  private int failures;
  private boolean closed;

  /// Hears of the connection, on the event loop.
  interface Owner {
    void up(StatefulRedisConnection<String, byte[]> connection);

    void down();
  }

  RedisConnector(
      RedisClient client, RedisURI uri, EventLoop loop, RandomGenerator random, Owner owner) {
    this.client = client;
    this.uri = uri;
    this.loop = loop;
    this.random = random;
    this.owner = owner;
  }

  void open() {
    if (closed) {
      return;
    }
    CompletionStage<StatefulRedisConnection<String, byte[]>> opening;
    try {
      opening = client.connectAsync(CODEC, uri);
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    opening.whenComplete((opened, failure) ->
        loop.execute(() -> {
          if (failure != null) {
            failed(failure);
          } else {
            opened(opened);
          }
        }));
  }

  private void failed(Throwable failure) {
    if (failures++ == 0) {
      log.warn("redis publisher: cannot connect, retrying: {}", why(failure));
    }
    again();
  }

  private void again() {
    if (!closed) {
      long wait = Math.min(LONGEST_WAIT, SHORTEST_WAIT << Math.min(failures, 10));
      loop.schedule(this::open, wait - random.nextLong(wait / 2), TimeUnit.MILLISECONDS);
    }
  }

  private void opened(StatefulRedisConnection<String, byte[]> opened) {
    if (closed) {
      opened.closeAsync();
      return;
    }
    connection = opened;
    failures = 0;
    opened.setAutoFlushCommands(false);
    opened.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
            loop.execute(() -> giveUp(opened, "closed by the peer"));
          }
        });
    if (!opened.isOpen()) {
      giveUp(opened, "closed by the peer");
      return;
    }
    log.info("redis publisher: connected");
    owner.up(opened);
  }

  /// Gives a connection up, if it still is the one, and opens another.
  void giveUp(StatefulRedisConnection<String, byte[]> gone, String reason) {
    if (connection != gone) {
      return;
    }
    connection = null;
    if (!closed) {
      log.warn("redis publisher: link lost ({}), connecting again", reason);
    }
    gone.closeAsync();
    owner.down();
    again();
  }

  void close() {
    closed = true;
    if (connection != null) {
      connection.closeAsync();
      connection = null;
    }
  }

  /// Names the innermost cause, whose text is about the connection only.
  private static String why(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
