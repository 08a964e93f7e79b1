package dev.carillon.core;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who holds what, and notes of what began and ceased to be held: one register of a [Store].
///
/// A *thing* is held while one *holder* or more hold it. Taking hold and letting go are one atomic
/// step with the note of what came of it, so of many holders that come and go at once exactly one
/// brings about that a thing becomes held, or is held no more, and exactly one note is written, in the
/// order in which it happened. Doing a step again does nothing, so a step of which nobody knows whether
/// it was done is simply repeated; and a holder that is gone can be let go for by whoever finds out, or
/// by several at once.
///
/// Notes wait for readers, each of which has a list of its own under a name. They are numbered, from 1,
/// as long as the register lives; its *birth mark* tells one life from another.
///
/// Threads and errors are those of the [Store]. Each method is one atomic step.
public interface Register {

  /// Takes hold of a thing, or lets it go.
  ///
  /// @param note what is written if it becomes held, or is held no more, by this; `null` for nothing
  record Step(String thing, boolean held, @Nullable String note) {}

  /// What a register is like after steps.
  ///
  /// @param birth the register's birth mark: another one if what it held was lost
  /// @param holdings how many things the holder holds
  record State(String birth, long holdings) {}

  /// A note with its number.
  record Note(long number, String text) {}

  /// The oldest notes that wait for a reader.
  ///
  /// @param birth the birth mark of the register whose numbers these are; empty without notes
  record Notes(String birth, List<Note> notes) {}

  /// Does steps for one holder, in their order, and begins the register's lifetime anew.
  ///
  /// @param birth the birth mark for a register that is new: one that was never used before
  /// @param steps none to ask for the state alone
  /// @param readers whose lists get the notes
  /// @param keep how many notes a list has at most; beyond that the oldest are dropped, which leaves a
  ///     gap in its numbers
  State apply(String holder, String birth, List<Step> steps, Collection<String> readers, int keep);

  /// Returns all who hold anything.
  Set<String> holders();

  /// Returns all that a holder holds.
  Set<String> things(String holder);

  /// Returns the notes that wait longest for a reader, at most `limit`.
  Notes notes(String reader, int limit);

  /// Drops the notes up to a number, that included, from a reader's list.
  void drop(String reader, long upTo);
}
