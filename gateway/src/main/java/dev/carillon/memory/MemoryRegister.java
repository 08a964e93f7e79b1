package dev.carillon.memory;

import dev.carillon.core.Register;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A register at a key of a [MemoryStore]. What it holds, who holds it and the notes that wait count as
/// entries of the store.
///
/// Guarded by the store's lock.
final class MemoryRegister implements Register {
  private final String key;
  private final Duration lifetime;
  private final ReentrantLock lock;
  private final Entries entries;

  MemoryRegister(String key, Duration lifetime, ReentrantLock lock, Entries entries) {
    Entries.checked(lifetime);
    this.key = key;
    this.lifetime = lifetime;
    this.lock = lock;
    this.entries = entries;
  }

  @Override
  public State apply(
      String holder, String birth, List<Step> steps, Collection<String> readers, int keep) {
    lock.lock();
    try {
      // A bound for all that the steps can add, so that they are refused as a whole or not at all.
      int most = 1 + steps.size() * (1 + readers.size());
      Registered known = entries.find(key, Registered.class);
      entries.grow(most);
      int before = known == null ? 0 : known.weight();
      Registered register = known == null ? new Registered(birth) : known;
      for (Step step : steps) {
        boolean turned =
            step.held()
                ? register.hold(holder, step.thing())
                : register.release(holder, step.thing());
        if (turned && step.note() != null) {
          register.write(step.note(), readers);
        }
      }
      for (String reader : readers) {
        ArrayDeque<Note> notes = register.notes(reader);
        while (notes != null && notes.size() > keep) {
          notes.remove();
        }
      }
      entries.keep(key, register, lifetime);
      entries.shrink(key, before + most - register.weight());
      return new State(register.birth(), register.holdings(holder));
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Registered find() {
    return entries.find(key, Registered.class);
  }

  @Override
  public Set<String> holders() {
    lock.lock();
    try {
      Registered register = find();
      return register == null ? Set.of() : register.holders();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<String> things(String holder) {
    lock.lock();
    try {
      Registered register = find();
      return register == null ? Set.of() : register.things(holder);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Notes notes(String reader, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, not " + limit);
    }
    lock.lock();
    try {
      Registered register = find();
      ArrayDeque<Note> waiting = register == null ? null : register.notes(reader);
      if (register == null || waiting == null || waiting.isEmpty()) {
        return new Notes("", List.of());
      }
      return new Notes(register.birth(), waiting.stream().limit(limit).toList());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drop(String reader, long upTo) {
    lock.lock();
    try {
      Registered register = find();
      ArrayDeque<Note> waiting = register == null ? null : register.notes(reader);
      int dropped = 0;
      while (waiting != null && !waiting.isEmpty() && waiting.peek().number() <= upTo) {
        waiting.remove();
        dropped++;
      }
      entries.shrink(key, dropped);
    } finally {
      lock.unlock();
    }
  }
}
