package dev.carillon.redis;

import dev.carillon.core.Leases;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Leases in Redis: a sorted set whose scores are the moments at which they run out, by Redis' clock
/// in milliseconds. Immutable.
final class RedisLeases implements Leases {

  /// The milliseconds of Redis' clock: scripts see it stand still, so a step is one moment.
  private static final String NOW =
      "local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000)\n";

  private static final String BEGIN =
      NOW + "redis.call('PERSIST',KEYS[1]) return redis.call('ZADD',KEYS[1],now+ARGV[2],ARGV[1])";

  private static final String RENEW =
      """
      if not redis.call('ZSCORE',KEYS[1],ARGV[1]) then return 0 end
      redis.call('ZADD',KEYS[1],now+ARGV[2],ARGV[1])
      return 1\
      """;

  private static final String ALL =
      """
      local all=redis.call('ZRANGE',KEYS[1],0,-1,'WITHSCORES')
      for i=2,#all,2 do all[i]=string.format('%.0f',all[i]-now) end
      return all\
      """;

  private static final String END_OVERDUE =
      """
      local gone=redis.call('ZRANGEBYSCORE',KEYS[1],'-inf',string.format('%.0f',now))
      for i=1,#gone do redis.call('ZREM',KEYS[1],gone[i]) end
      return gone\
      """;

  private final Calls calls;
  private final String key;

  RedisLeases(Calls calls, String key) {
    this.calls = calls;
    this.key = key;
  }

  @Override
  public void begin(String holder, Duration lifetime) {
    calls.number(BEGIN, key, holder, Long.toString(Calls.millis(lifetime)));
  }

  @Override
  public boolean renew(String holder, Duration lifetime) {
    return calls.number(NOW + RENEW, key, holder, Long.toString(Calls.millis(lifetime))) == 1;
  }

  @Override
  public Map<String, Duration> all() {
    List<String> flat = calls.texts(NOW + ALL, key);
    var left = new HashMap<String, Duration>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      left.put(flat.get(i), Duration.ofMillis(Long.parseLong(flat.get(i + 1))));
    }
    return left;
  }

  @Override
  public boolean end(String holder) {
    Long ended = calls.call("ZREM", redis -> redis.zrem(key, Calls.bytes(holder)));
    return ended != null && ended == 1;
  }

  @Override
  public List<String> endOverdue() {
    return calls.texts(NOW + END_OVERDUE, key);
  }
}
