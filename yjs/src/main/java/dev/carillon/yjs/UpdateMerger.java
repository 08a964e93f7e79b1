package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Merges updates struct by struct, without a document. Confined to one thread.
///
/// The clients come highest first, the structs of each by their clocks; what two updates both hold
/// is taken once, and what none holds becomes a Skip. The result is byte for byte that of
/// `Y.mergeUpdates`, except where one update holds an item that another has collected: which of the
/// two comes out of Yjs is an accident of its sorting, and a document becomes the same by either.
final class UpdateMerger {
  private final PriorityQueue<Source> sources = new PriorityQueue<>();
  private final BlockWriter out;
  private @Nullable Block held; // the last struct; the next one may prolong it
  private long turns;

  private UpdateMerger(UpdateFormat target) {
    out = new BlockWriter(target);
  }

  /// Merges updates into one.
  static byte[] merge(List<byte[]> updates, UpdateFormat format, Limits limits) {
    List<BlockReader> readers = readers(updates, format, limits);
    var merger = new UpdateMerger(format);
    for (BlockReader reader : readers) {
      merger.add(reader::next);
    }
    merger.mergeStructs();
    if (!readers.stream().allMatch(BlockReader::isOrdered)) {
      readers = readers(updates, format, limits);
      merger = new UpdateMerger(format);
      for (BlockReader reader : readers) {
        merger.addSections(reader);
      }
      merger.mergeStructs();
    }
    return merger.out.finish(deleteSet(readers));
  }

  private static List<BlockReader> readers(
      List<byte[]> updates, UpdateFormat format, Limits limits) {
    List<BlockReader> readers = new ArrayList<>(updates.size());
    for (byte[] update : updates) {
      readers.add(new BlockReader(update, format, limits));
    }
    return readers;
  }

  private static DeleteSet deleteSet(List<BlockReader> readers) {
    var deleted = new DeleteSetBuilder();
    readers.forEach(reader -> reader.addDeleteSet(deleted));
    return deleted.build();
  }

  private void add(Supplier<@Nullable Block> blocks) {
    var source = new Source(blocks);
    source.turn = -sources.size(); // the first one given comes first
    enqueue(source);
  }

  /// Adds an update of which the clients may come in any order: each as if it were one by itself.
  private void addSections(BlockReader reader) {
    List<Block> section = new ArrayList<>();
    for (Block block = reader.next(); block != null; block = reader.next()) {
      if (!section.isEmpty() && isApart(section.getLast(), block)) {
        addSection(section);
        section = new ArrayList<>();
      }
      section.add(block);
    }
    addSection(section);
  }

  private static boolean isApart(Block last, Block next) {
    return last.client != next.client || last.end() != next.clock;
  }

  private void addSection(List<Block> section) {
    Iterator<Block> blocks = section.iterator();
    add(() -> blocks.hasNext() ? blocks.next() : null);
  }

  private void enqueue(Source source) {
    if (source.next != null) {
      sources.add(source);
    }
  }

  private void mergeStructs() {
    for (Source source = sources.poll(); source != null; source = sources.poll()) {
      takeFrom(source);
      source.turn = ++turns; // among equals, the one of the last turn stays in front
      enqueue(source);
    }
    if (held != null) {
      out.write(held, 0);
    }
  }

  /// Takes structs from a source until another source may have the next one.
  private void takeFrom(Source source) {
    Block first = source.head();
    long client = first.client;
    Block last = held;
    Block next = last == null ? first : source.passOver(last);
    if (next == null || next.client != client) {
      return;
    }
    if (last != null && last.client == client) {
      if (next != first && next.clock > last.end()) {
        return; // another source may fill the gap
      }
      next = join(last, next);
      if (next == null) {
        return;
      }
    } else if (last != null) {
      out.write(last, 0);
    }
    takeRun(source, next);
  }

  /// Makes `next` follow on `last`, which is written unless it takes `next` over.
  ///
  /// @return what is left of `next`, or null if nothing is
  private @Nullable Block join(Block last, Block next) {
    int gap = next.clock - last.end();
    Block rest = gap < 0 ? next.from(-gap) : next;
    if (gap <= 0 && last.tryAppend(rest)) {
      return null;
    }
    out.write(last, 0);
    if (gap > 0) {
      out.write(SpanBlock.skip(last.client, last.end(), gap), 0);
    }
    return rest;
  }

  private void takeRun(Source source, Block from) {
    Block last = from;
    Block next = source.advance();
    while (next != null && next.client == last.client && next.clock == last.end()) {
      out.write(last, 0);
      last = next;
      next = source.advance();
    }
    held = last;
  }

  /// One update; its next struct says when it has its turn.
  private static final class Source implements Comparable<Source> {
    private final Supplier<@Nullable Block> blocks;
    private @Nullable Block next;
    private long turn;

    Source(Supplier<@Nullable Block> blocks) {
      this.blocks = blocks;
      advance();
    }

    /// Goes on to the next struct; gaps are found anew in the merging.
    @Nullable Block advance() {
      do {
        next = blocks.get();
      } while (next != null && next.isSkip());
      return next;
    }

    Block head() {
      if (next == null) {
        throw new IllegalStateException("an exhausted source");
      }
      return next;
    }

    /// Leaves out what `last` covers already.
    @Nullable Block passOver(Block last) {
      while (next != null && next.client == last.client && next.end() <= last.end()) {
        advance();
      }
      return next;
    }

    @Override
    public int compareTo(Source other) {
      Block mine = head();
      Block theirs = other.head();
      if (mine.client != theirs.client) {
        return Long.compare(theirs.client, mine.client);
      }
      return mine.clock != theirs.clock
          ? Integer.compare(mine.clock, theirs.clock)
          : Long.compare(other.turn, turn);
    }
  }
}
