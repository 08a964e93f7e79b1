package dev.carillon.redis;

import dev.carillon.core.Register;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A register in Redis: how many hold each thing (a hash), what each holder holds and who they are
/// (sets), the birth mark with the number of the last note (a hash), and a list of notes for each
/// reader. All keys have the register's key as their hash tag, so a cluster keeps them together, and
/// expire together. Immutable.
final class RedisRegister implements Register {

  /// Keys: counts, things of the holder, holders, birth, then the readers' lists. Arguments: holder,
  /// birth mark, keep, lifetime, then thing, `1` or `0`, and note for each step.
  private static final String APPLY =
      """
      local birth=redis.call('HGET',KEYS[4],'mark')
      if not birth then
        birth=ARGV[2]
        redis.call('HSET',KEYS[4],'mark',birth)
      end
      for i=5,#ARGV,3 do
        local turned=false
        if ARGV[i+1]=='1' then
          if redis.call('SADD',KEYS[2],ARGV[i])==1 then
            turned=redis.call('HINCRBY',KEYS[1],ARGV[i],1)==1
          end
        elseif redis.call('SREM',KEYS[2],ARGV[i])==1 then
          if redis.call('HINCRBY',KEYS[1],ARGV[i],-1)<=0 then
            redis.call('HDEL',KEYS[1],ARGV[i])
            turned=true
          end
        end
        if turned and ARGV[i+2]~='' then
          local number=redis.call('HINCRBY',KEYS[4],'number',1)
          for k=5,#KEYS do redis.call('RPUSH',KEYS[k],number..' '..ARGV[i+2]) end
        end
      end
      local holdings=redis.call('SCARD',KEYS[2])
      redis.call(holdings>0 and 'SADD' or 'SREM',KEYS[3],ARGV[1])
      for k=1,#KEYS do
        if k>4 then redis.call('LTRIM',KEYS[k],-ARGV[3],-1) end
        redis.call('PEXPIRE',KEYS[k],ARGV[4])
      end
      return {birth,tostring(holdings)}\
      """;

  /// Keys: birth, the reader's list. Argument: the index of the last note wanted.
  private static final String NOTES =
      """
      local notes=redis.call('LRANGE',KEYS[2],0,ARGV[1])
      table.insert(notes,1,redis.call('HGET',KEYS[1],'mark') or '')
      return notes\
      """;

  /// Keys: the reader's list. Argument: the number.
  private static final String DROP =
      """
      local dropped=0
      local head=redis.call('LINDEX',KEYS[1],0)
      while head and tonumber(string.match(head,'^%d+'))<=tonumber(ARGV[1]) do
        redis.call('LPOP',KEYS[1])
        dropped=dropped+1
        head=redis.call('LINDEX',KEYS[1],0)
      end
      return dropped\
      """;

  private final Calls calls;
  private final String key;
  private final long lifetimeMillis;

  RedisRegister(Calls calls, String key, Duration lifetime) {
    this.calls = calls;
    this.key = "{" + key + "}";
    this.lifetimeMillis = Calls.millis(lifetime);
  }

  private String birthKey() {
    return key + ":birth";
  }

  private String holdersKey() {
    return key + ":holders";
  }

  private String thingsKey(String holder) {
    return key + ":things:" + holder;
  }

  private String notesKey(String reader) {
    return key + ":notes:" + reader;
  }

  @Override
  public State apply(
      String holder, String birth, List<Step> steps, Collection<String> readers, int keep) {
    var keys = new ArrayList<String>(4 + readers.size());
    keys.add(key + ":counts");
    keys.add(thingsKey(holder));
    keys.add(holdersKey());
    keys.add(birthKey());
    readers.forEach(reader -> keys.add(notesKey(reader)));
    var arguments = new ArrayList<String>(4 + 3 * steps.size());
    arguments.add(holder);
    arguments.add(birth);
    arguments.add(Integer.toString(keep));
    arguments.add(Long.toString(lifetimeMillis));
    for (Step step : steps) {
      arguments.add(step.thing());
      arguments.add(step.held() ? "1" : "0");
      arguments.add(step.note() == null ? "" : step.note());
    }
    List<String> answer = calls.texts(APPLY, keys, arguments);
    return new State(answer.getFirst(), Long.parseLong(answer.getLast()));
  }

  @Override
  public Set<String> holders() {
    return members(holdersKey());
  }

  @Override
  public Set<String> things(String holder) {
    return members(thingsKey(holder));
  }

  private Set<String> members(String set) {
    Set<byte[]> found = calls.call("SMEMBERS", redis -> redis.smembers(set));
    var members = new HashSet<String>();
    if (found != null) {
      found.forEach(member -> members.add(Calls.text(member)));
    }
    return members;
  }

  @Override
  public Notes notes(String reader, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, not " + limit);
    }
    List<String> found =
        calls.texts(
            NOTES, List.of(birthKey(), notesKey(reader)), List.of(Integer.toString(limit - 1)));
    List<Note> notes = found.stream().skip(1).map(RedisRegister::note).toList();
    return new Notes(notes.isEmpty() ? "" : found.getFirst(), notes);
  }

  private static Note note(String line) {
    int blank = line.indexOf(' ');
    return new Note(Long.parseLong(line.substring(0, blank)), line.substring(blank + 1));
  }

  @Override
  public void drop(String reader, long upTo) {
    calls.number(DROP, notesKey(reader), Long.toString(upTo));
  }
}
