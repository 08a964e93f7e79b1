package dev.carillon.redis;

import dev.carillon.core.Leases;
import dev.carillon.core.Register;
import dev.carillon.core.Store;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Redis keys as a store: each method is one round trip. Immutable but for being closed.
final class RedisStore implements Store {

  private static final String REPLACE =
      """
      if redis.call('GET',KEYS[1])~=ARGV[1] then return 0 end
      redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3])
      return 1\
      """;

  private static final String REMOVE_IF =
      """
      if redis.call('GET',KEYS[1])~=ARGV[1] then return 0 end
      return redis.call('DEL',KEYS[1])\
      """;

  private static final String INCREMENT =
      """
      local sum=redis.call('INCRBY',KEYS[1],ARGV[1])
      if redis.call('PTTL',KEYS[1])<0 then redis.call('PEXPIRE',KEYS[1],ARGV[2]) end
      return sum\
      """;

  private final Calls calls;
  private final Runnable onClose;

  /// @param onClose called once, when this store needs its connection no more
  RedisStore(Calls calls, Runnable onClose) {
    this.calls = calls;
    this.onClose = onClose;
  }

  @Override
  public @Nullable String get(String key) {
    byte[] value = calls.call("GET", redis -> redis.get(key));
    return value == null ? null : Calls.text(value);
  }

  @Override
  public Map<String, String> getAll(Collection<String> keys) {
    var found = new HashMap<String, String>();
    if (!keys.isEmpty()) {
      var values = calls.call("MGET", redis -> redis.mget(keys.toArray(String[]::new)));
      if (values != null) {
        values.forEach(one -> one.ifHasValue(value -> found.put(one.getKey(), Calls.text(value))));
      }
    }
    return found;
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    SetArgs expiry = SetArgs.Builder.px(Calls.millis(lifetime));
    calls.call("SET", redis -> redis.set(key, Calls.bytes(value), expiry));
  }

  @Override
  public void put(String key, String value) {
    calls.call("SET", redis -> redis.set(key, Calls.bytes(value)));
  }

  @Override
  public boolean putIfAbsent(String key, String value, Duration lifetime) {
    SetArgs expiry = SetArgs.Builder.nx().px(Calls.millis(lifetime));
    return calls.call("SET", redis -> redis.set(key, Calls.bytes(value), expiry)) != null;
  }

  @Override
  public boolean replace(String key, String expected, String value, Duration lifetime) {
    String millis = Long.toString(Calls.millis(lifetime));
    return calls.number(REPLACE, key, expected, value, millis) == 1;
  }

  @Override
  public void remove(String key) {
    calls.call("DEL", redis -> redis.del(key));
  }

  @Override
  public boolean removeIf(String key, String expected) {
    return calls.number(REMOVE_IF, key, expected) == 1;
  }

  @Override
  public boolean extend(String key, Duration lifetime) {
    long millis = Calls.millis(lifetime);
    return Boolean.TRUE.equals(calls.call("PEXPIRE", redis -> redis.pexpire(key, millis)));
  }

  @Override
  public long increment(String key, long by, Duration lifetime) {
    return calls.number(INCREMENT, key, Long.toString(by), Long.toString(Calls.millis(lifetime)));
  }

  @Override
  public void addScored(String key, double score, String member) {
    calls.call("ZADD", redis -> redis.zadd(key, score, Calls.bytes(member)));
  }

  @Override
  public void addScored(
      Collection<String> keys, double score, String member, int keep, Duration lifetime) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be 1 or more, not " + keep);
    }
    byte[] value = Calls.bytes(member);
    long millis = Calls.millis(lifetime);
    calls.call(
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
      byte[][] values = members.stream().map(Calls::bytes).toArray(byte[][]::new);
      calls.call("ZREM", redis -> redis.zrem(key, values));
    }
  }

  @Override
  public List<String> scoredAbove(String key, double aboveScore, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 or more, not " + limit);
    }
    // From the top, because the limit keeps the highest; then turned round.
    List<byte[]> found =
        calls.call(
            "ZREVRANGEBYSCORE",
            redis -> redis.zrevrangebyscore(key, above(aboveScore), Limit.create(0, limit)));
    var members = new ArrayList<String>();
    if (found != null) {
      found.reversed().forEach(member -> members.add(Calls.text(member)));
    }
    return members;
  }

  @Override
  public long countScoredAbove(String key, double aboveScore) {
    Long count = calls.call("ZCOUNT", redis -> redis.zcount(key, above(aboveScore)));
    return count == null ? 0 : count;
  }

  @Override
  public @Nullable String getField(String key, String field) {
    byte[] value = calls.call("HGET", redis -> redis.hget(key, field));
    return value == null ? null : Calls.text(value);
  }

  @Override
  public void putField(String key, String field, String value, Duration lifetime) {
    putFields(key, Map.of(field, value), lifetime);
  }

  @Override
  public Map<String, String> fields(String key) {
    var found = new HashMap<String, String>();
    Map<String, byte[]> fields = calls.call("HGETALL", redis -> redis.hgetall(key));
    if (fields != null) {
      fields.forEach((field, value) -> found.put(field, Calls.text(value)));
    }
    return found;
  }

  @Override
  public void putFields(String key, Map<String, String> fields, Duration lifetime) {
    long millis = Calls.millis(lifetime);
    if (fields.isEmpty()) {
      return;
    }
    var values = new HashMap<String, byte[]>();
    fields.forEach((field, value) -> values.put(field, Calls.bytes(value)));
    calls.call(
        "HSET",
        redis -> {
          var set = redis.hset(key, values).toCompletableFuture();
          var expiry = redis.pexpire(key, millis).toCompletableFuture();
          return CompletableFuture.allOf(set, expiry);
        });
  }

  @Override
  public int removeFields(String key, Collection<String> fields) {
    if (fields.isEmpty()) {
      return 0;
    }
    String[] names = fields.toArray(String[]::new);
    return count(calls.call("HDEL", redis -> redis.hdel(key, names)));
  }

  @Override
  public Set<String> members(String key) {
    Set<byte[]> members = calls.call("SMEMBERS", redis -> redis.smembers(key));
    return members == null
        ? Set.of()
        : members.stream().map(Calls::text).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public int addMembers(String key, Collection<String> members, Duration lifetime) {
    long millis = Calls.millis(lifetime);
    if (members.isEmpty()) {
      return 0;
    }
    byte[][] values = members.stream().map(Calls::bytes).toArray(byte[][]::new);
    return count(
        calls.call(
            "SADD",
            redis -> {
              var added = redis.sadd(key, values);
              return redis.pexpire(key, millis).thenCombine(added, (set, count) -> count);
            }));
  }

  @Override
  public int removeMembers(String key, Collection<String> members) {
    if (members.isEmpty()) {
      return 0;
    }
    byte[][] values = members.stream().map(Calls::bytes).toArray(byte[][]::new);
    return count(calls.call("SREM", redis -> redis.srem(key, values)));
  }

  @Override
  public Leases leases(String key) {
    return new RedisLeases(calls, key);
  }

  @Override
  public Register register(String key, Duration lifetime) {
    return new RedisRegister(calls, key, lifetime);
  }

  private static int count(@Nullable Long answer) {
    return answer == null ? 0 : answer.intValue();
  }

  @Override
  public void close() {
    if (calls.close()) {
      onClose.run();
    }
  }

  private static Range<Double> above(double score) {
    return Range.from(Boundary.excluding(score), Boundary.unbounded());
  }
}
