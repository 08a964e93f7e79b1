package dev.carillon.bench.yjs;

import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Carillon's documents, in this process. Not thread-safe.
final class CarillonSide implements Side {
  private final Path folder;
  private final Map<String, Recording> recordings = new HashMap<>();

  /// Read by nobody: what is written here cannot be optimised away.
  private long passed;

  CarillonSide(Path folder) {
    this.folder = folder;
  }

  @Override
  public String label() {
    return "carillon";
  }

  @Override
  public double time(String workload, Task task) {
    Recording recording = recording(workload);
    Doc doc = task == Task.ENCODE ? edited(recording.state()) : new Doc();
    if (task == Task.PASSING_ON) {
      doc.onUpdate((update, transaction) -> passed += update.length);
    }
    long start = Processor.nanos();
    switch (task) {
      case ONE_BY_ONE, PASSING_ON -> recording.updates().forEach(doc::applyUpdate);
      case AT_ONCE -> doc.applyUpdate(recording.state());
      case ENCODE -> recording.touches().forEach(touch -> touchAndEncode(doc, touch));
      case DECODE_AND_ENCODE -> {
        doc.applyUpdate(recording.state());
        passed += doc.encodeStateAsUpdate().length;
      }
    }
    double milliseconds = (Processor.nanos() - start) / 1e6;
    return task == Task.ENCODE ? milliseconds / recording.touches().size() : milliseconds;
  }

  private void touchAndEncode(Doc doc, byte[] touch) {
    doc.applyUpdate(touch);
    passed += doc.encodeStateAsUpdate().length;
  }

  @Override
  public double heap(String workload, int copies) {
    byte[] state = recording(workload).state();
    return each(copies, i -> edited(state));
  }

  @Override
  public double size(String workload, int format) {
    return edited(recording(workload).state())
        .encodeStateAsUpdate(StateVector.EMPTY, format == 1 ? UpdateFormat.V1 : UpdateFormat.V2)
        .length;
  }

  @Override
  public double edited(int documents) {
    List<byte[]> states = Recording.comments(folder);
    return each(documents, i -> edited(states.get(i % states.size())));
  }

  /// Like [#edited(int)], but of documents that nobody has edited since they were loaded.
  double resting(int documents) {
    List<byte[]> states = Recording.comments(folder);
    return each(
        documents, i -> Doc.load(states.get(i % states.size()).clone(), DocSettings.DEFAULT));
  }

  /// Returns the mean size of a document of 2 KB, encoded.
  double encoded() {
    return Recording.comments(folder).stream().mapToInt(state -> state.length).average().orElse(0);
  }

  private static Doc edited(byte[] state) {
    Doc doc = new Doc();
    doc.applyUpdate(state);
    return doc;
  }

  private static double each(int count, IntFunction<Doc> make) {
    List<Doc> kept = new ArrayList<>(count);
    long before = used();
    for (int i = 0; i < count; i++) {
      kept.add(make.apply(i));
    }
    double each = (used() - before) / (double) count;
    // Held until here.
    return kept.size() == count ? each : Double.NaN;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private Recording recording(String workload) {
    return recordings.computeIfAbsent(workload, name -> Recording.read(folder, name));
  }
}
