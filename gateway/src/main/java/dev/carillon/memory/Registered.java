package dev.carillon.memory;

import dev.carillon.core.Register.Note;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a register holds: see [MemoryRegister].
///
/// Guarded by the store's lock.
final class Registered implements Entries.Value {
  private final String birth;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Set<String>> things = new HashMap<>();
  private final Map<String, ArrayDeque<Note>> notes = new HashMap<>();
  private long number;

  Registered(String birth) {
    this.birth = birth;
  }

  String birth() {
    return birth;
  }

  /// Takes hold of a thing.
  ///
  /// @return whether nobody held it before
  boolean hold(String holder, String thing) {
    return things.computeIfAbsent(holder, name -> new HashSet<>()).add(thing)
        && counts.merge(thing, 1, Integer::sum) == 1;
  }

  /// Lets a thing go.
  ///
  /// @return whether nobody holds it any more, and this holder did
  boolean release(String holder, String thing) {
    Set<String> held = things.get(holder);
    if (held == null || !held.remove(thing)) {
      return false;
    }
    if (held.isEmpty()) {
      things.remove(holder);
    }
    return counts.merge(thing, -1, (count, less) -> count > 1 ? count - 1 : null) == null;
  }

  /// Writes a note for readers.
  void write(String text, Iterable<String> readers) {
    var note = new Note(++number, text);
    for (String reader : readers) {
      notes.computeIfAbsent(reader, name -> new ArrayDeque<>()).add(note);
    }
  }

  Set<String> holders() {
    return Set.copyOf(things.keySet());
  }

  Set<String> things(String holder) {
    return Set.copyOf(things.getOrDefault(holder, Set.of()));
  }

  int holdings(String holder) {
    return things.getOrDefault(holder, Set.of()).size();
  }

  @Nullable ArrayDeque<Note> notes(String reader) {
    return notes.get(reader);
  }

  /// What each holder holds, the notes, and one for the mark: it stays when all else is gone, so that
  /// numbers go on.
  @Override
  public int weight() {
    return 1
        + things.values().stream().mapToInt(Set::size).sum()
        + notes.values().stream().mapToInt(ArrayDeque::size).sum();
  }
}
