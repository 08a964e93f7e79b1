package dev.carillon.yjs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.Limits;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.UpdateFormat;
import dev.carillon.yjs.Updates;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Updates made by nobody knows whom, applied to an empty and to a filled document, and given to the
/// update algebra.
final class UpdateFuzzTest {
  private static final Limits LIMITS = new Limits(20_000, 30, 30, 1 << 16, 1 << 18, 200_000);
  private static final DocSettings SETTINGS =
      DocSettings.DEFAULT.withLimits(LIMITS).withClientIds(() -> 4);
  private static final byte[] FILLED = Filled.update();

  @FuzzTest
  void v1(byte[] update) {
    Stopwatch.run(() -> check(update, UpdateFormat.V1));
  }

  @FuzzTest
  void v2(byte[] update) {
    Stopwatch.run(() -> check(update, UpdateFormat.V2));
  }

  private static void check(byte[] update, UpdateFormat format) {
    applyTo(Doc.create(SETTINGS), update, format);
    Doc filled = Doc.create(SETTINGS);
    filled.applyUpdate(FILLED);
    applyTo(filled, update, format);
    calculate(update, format);
  }

  private static void applyTo(Doc doc, byte[] update, UpdateFormat format) {
    byte[] before = doc.encodeStateAsUpdate();
    byte[] vectorBefore = doc.encodeStateVector();
    boolean[] told = new boolean[1];
    doc.onUpdate((bytes, transaction) -> told[0] = true);
    if (accepted(() -> applied(doc, update, format)) == null) {
      assertThat(told[0]).as("told of a refused update").isFalse();
      assertThat(doc.encodeStateAsUpdate())
          .as("a refused update leaves no trace")
          .isEqualTo(before);
      assertThat(doc.encodeStateVector()).isEqualTo(vectorBefore);
      return;
    }
    for (UpdateFormat each : UpdateFormat.values()) {
      Doc copy = Doc.create(SETTINGS);
      copy.applyUpdate(doc.encodeStateAsUpdate(StateVector.EMPTY, each), each);
      assertThat(Plain.of(copy.toJson())).isEqualTo(Plain.of(doc.toJson()));
      assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
      assertThat(copy.isPending()).isEqualTo(doc.isPending());
      assertThat(copy.encodeStateAsUpdate().length)
          .isLessThanOrEqualTo(doc.encodeStateAsUpdate().length);
    }
    byte[] again = doc.encodeStateAsUpdate();
    doc.rest();
    doc.applyUpdate(update, format);
    assertThat(doc.encodeStateAsUpdate()).as("a duplicate changes nothing").isEqualTo(again);
  }

  private static Doc applied(Doc doc, byte[] update, UpdateFormat format) {
    doc.applyUpdate(update, format);
    return doc;
  }

  private static void calculate(byte[] update, UpdateFormat format) {
    UpdateFormat other = format == UpdateFormat.V1 ? UpdateFormat.V2 : UpdateFormat.V1;
    byte[] converted = accepted(() -> Updates.convert(update, format, other, LIMITS));
    if (converted == null) {
      return;
    }
    byte[] filled = Updates.convert(FILLED, UpdateFormat.V1, format);
    byte[] merged = accepted(() -> Updates.mergeUpdates(List.of(update, filled), format, LIMITS));
    StateVector known = Updates.stateVector(FILLED);
    byte[] diff = accepted(() -> Updates.diffUpdate(update, known, format, LIMITS));
    for (byte[] result : new byte[][] {merged, diff}) {
      if (result != null) {
        Updates.convert(result, format, other, LIMITS);
      }
    }
  }

  /// Returns what comes of it, or null where the update is refused.
  private static <T> @Nullable T accepted(Supplier<T> work) {
    try {
      return work.get();
    } catch (UpdateRefusedException e) {
      assertThat(e.position()).isGreaterThanOrEqualTo(-1);
      return null;
    }
  }
}
