package dev.carillon.redis;

import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Redis keys as a store.
///
/// A call waits for the link if there is none at the moment, but no longer than its timeout, link
/// and answer taken together; so a short loss of the link is felt as a delay only. Immutable but
/// for being closed.
final class RedisStore implements Store {

  private final Supplier<CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> link;
  private final Duration timeout;
  private final EventLoop loop;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param link returns the commands, as soon as there is a connection
  /// @param onClose called once, when this store needs its connection no more
  RedisStore(
      Supplier<CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> link,
      Duration timeout,
      EventLoop loop,
      Runnable onClose) {
    this.link = link;
    this.timeout = timeout;
    this.loop = loop;
    this.onClose = onClose;
  }

  @Override
  public @Nullable String get(String key) {
    byte[] value = call("GET", redis -> redis.get(key));
    return value == null ? null : text(value);
  }

  @Override
  public Map<String, String> getAll(Collection<String> keys) {
    var found = new HashMap<String, String>();
    if (!keys.isEmpty()) {
      var values = call("MGET", redis -> redis.mget(keys.toArray(String[]::new)));
      if (values != null) {
        values.forEach(one -> one.ifHasValue(value -> found.put(one.getKey(), text(value))));
      }
    }
    return found;
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    SetArgs expiry = SetArgs.Builder.px(millis(lifetime));
    call("SET", redis -> redis.set(key, bytes(value), expiry));
  }

  @Override
  public void put(String key, String value) {
    call("SET", redis -> redis.set(key, bytes(value)));
  }

  @Override
  public boolean putIfAbsent(String key, String value, Duration lifetime) {
    SetArgs expiry = SetArgs.Builder.nx().px(millis(lifetime));
    return call("SET", redis -> redis.set(key, bytes(value), expiry)) != null;
  }

  @Override
  public void remove(String key) {
    call("DEL", redis -> redis.del(key));
  }

  @Override
  public void addScored(String key, double score, String member) {
    call("ZADD", redis -> redis.zadd(key, score, bytes(member)));
  }

  @Override
  public void addScored(
      Collection<String> keys, double score, String member, int keep, Duration lifetime) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be 1 or more, not " + keep);
    }
    byte[] value = bytes(member);
    long millis = millis(lifetime);
    call(
        "ZADD",
        redis -> {
          // Sent one behind the other, and answered so: one round trip for all.
          var answers = new ArrayList<CompletableFuture<?>>(3 * keys.size());
          for (String key : keys) {
            answers.add(redis.zadd(key, score, value).toCompletableFuture());
            answers.add(redis.zremrangebyrank(key, 0, -1L - keep).toCompletableFuture());
            answers.add(redis.pexpire(key, millis).toCompletableFuture());
          }
          return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
        });
  }

  @Override
  public void removeScored(String key, Collection<String> members) {
    if (!members.isEmpty()) {
      byte[][] values = members.stream().map(RedisStore::bytes).toArray(byte[][]::new);
      call("ZREM", redis -> redis.zrem(key, values));
    }
  }

  @Override
  public List<String> scoredAbove(String key, double aboveScore, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 or more, not " + limit);
    }
    // From the top, because the limit keeps the highest; then turned round.
    List<byte[]> found =
        call(
            "ZREVRANGEBYSCORE",
            redis -> redis.zrevrangebyscore(key, above(aboveScore), Limit.create(0, limit)));
    var members = new ArrayList<String>();
    if (found != null) {
      found.reversed().forEach(member -> members.add(text(member)));
    }
    return members;
  }

  @Override
  public long countScoredAbove(String key, double aboveScore) {
    Long count = call("ZCOUNT", redis -> redis.zcount(key, above(aboveScore)));
    return count == null ? 0 : count;
  }

  @Override
  public @Nullable String getField(String key, String field) {
    byte[] value = call("HGET", redis -> redis.hget(key, field));
    return value == null ? null : text(value);
  }

  @Override
  public void putField(String key, String field, String value, Duration lifetime) {
    long millis = millis(lifetime);
    call(
        "HSET",
        redis -> {
          var set = redis.hset(key, field, bytes(value)).toCompletableFuture();
          var expiry = redis.pexpire(key, millis).toCompletableFuture();
          return CompletableFuture.allOf(set, expiry);
        });
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  private <T> @Nullable T call(
      String command,
      Function<RedisClusterAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> send) {
    if (loop.inEventLoop()) {
      throw new IllegalStateException("the store blocks: never call it on the broker's thread");
    }
    if (closed.get()) {
      throw failure(command, "the store is closed", new IllegalStateException("closed"));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableFuture<T> answer = null;
    try {
      answer =
          send.apply(link.get().get(timeout.toNanos(), TimeUnit.NANOSECONDS)).toCompletableFuture();
      return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (answer == null) {
        throw failure(command, "no link to Redis", e);
      }
      answer.cancel(false);
      throw failure(command, "no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw failure(command, Replies.reason(cause), Replies.safe(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(command, "interrupted", e);
    }
  }

  private static StoreException failure(String command, String reason, Throwable cause) {
    String text = "store call " + command + " failed: " + reason;
    return reason.equals("WRONGTYPE")
        ? new WrongKindException(text, cause)
        : new StoreException(text, cause);
  }

  private static Range<Double> above(double score) {
    return Range.from(Boundary.excluding(score), Boundary.unbounded());
  }

  private static long millis(Duration lifetime) {
    long millis = lifetime.toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("lifetime must be 1 ms or more, not " + lifetime);
    }
    return millis;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
