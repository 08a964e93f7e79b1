package dev.carillon.yjs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.DocSettings;
import dev.carillon.yjs.Limits;
import dev.carillon.yjs.Readers;
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
    Readers.agreeOn(update, format, SETTINGS);
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
    // Structs that no editor makes can end up elsewhere when they come in another order, as in Yjs.
    // So a copy is only held against another copy.
    Doc first = copy(doc, UpdateFormat.V1);
    Object json = Plain.of(first.toJson());
    // V1 writes formats and embeds as JSON, which has fewer values than v2.
    copy(doc, UpdateFormat.V2);
    byte[] inV2 = doc.encodeStateAsUpdate(StateVector.EMPTY, UpdateFormat.V2);
    Doc second = Doc.create(SETTINGS);
    second.applyUpdate(Updates.convert(inV2, UpdateFormat.V2, UpdateFormat.V1, LIMITS));
    assertThat(Plain.of(second.toJson())).isEqualTo(json);
    doc.rest();
    if (!doc.isPending()) {
      assertThat(Plain.of(doc.toJson())).isEqualTo(json);
      first.applyUpdate(update, format);
      assertThat(Plain.of(first.toJson())).as("a duplicate changes nothing").isEqualTo(json);
      assertThat(doc.stateVector()).isEqualTo(first.stateVector());
    }
  }

  private static Doc copy(Doc doc, UpdateFormat format) {
    Doc copy = Doc.create(SETTINGS);
    copy.applyUpdate(doc.encodeStateAsUpdate(StateVector.EMPTY, format), format);
    // What waits may find its place when all comes at once and in order; nothing may get lost.
    assertThat(copy.stateVector().covers(doc.stateVector())).isTrue();
    assertThat(doc.isPending() || !copy.isPending()).isTrue();
    return copy;
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
