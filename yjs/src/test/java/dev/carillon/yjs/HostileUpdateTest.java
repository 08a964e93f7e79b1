package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No bytes end in anything but a result or the documented exception.
final class HostileUpdateTest {
  // One item of each content, a gap, garbage, both kinds of parents, and a delete set.
  private static final byte[] EVERYTHING =
      bytes(
          "03 | 06 09 00 | 04 01 01 \"t\" 07 \"aé😀\""
              + " | c4 05 00 05 01 01 \"b\" | 06 01 01 \"t\" 01 \"k\" 04 \"true\""
              + " | 05 01 01 \"t\" 07 7b2269223a317d | 0a 02 | 00 03"
              + " | 05 05 00 | 07 01 01 \"x\" 03 01 \"p\" | 28 00 05 00 01 \"c\" 02 77 01 \"v\" 7d01"
              + " | 03 01 01 \"a\" 02 0102 | 02 01 01 \"a\" 02 09 \"undefined\" 03 5b315d"
              + " | 29 01 01 \"m\" 01 \"s\" 01 \"g\" 76 01 01 \"o\" 78"
              + " | 01 02 00 | 01 01 01 \"t\" 04"
              + " | 02 | 09 02 00 01 03 02 | 02 01 00 04");

  @Test
  void theWholeIsWellFormed() {
    byte[] v2 = Updates.convert(EVERYTHING, V1, V2);

    assertThat(Updates.convert(v2, V2, V1)).isEqualTo(EVERYTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void anUpdateCutAnywhereIsMalformed(UpdateFormat format) {
    byte[] whole = Updates.convert(EVERYTHING, V1, format);
    for (int size = 0; size < whole.length; size++) {
      byte[] cut = Arrays.copyOf(whole, size);
      assertRefused(Reason.MALFORMED, () -> Updates.convert(cut, format, V1));
      assertRefused(
          Reason.MALFORMED,
          () -> Updates.mergeUpdates(List.of(whole, cut), format, Limits.DEFAULT));
      assertRefused(
          Reason.MALFORMED,
          () -> Updates.diffUpdate(cut, StateVector.EMPTY, format, Limits.DEFAULT));
      assertRefused(Reason.MALFORMED, () -> Updates.stateVector(cut, format, Limits.DEFAULT));
      assertRefused(
          Reason.MALFORMED,
          () -> Updates.contains(StateVector.EMPTY, DeleteSet.EMPTY, cut, format, Limits.DEFAULT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void bytesChangedAtRandomAreReadOrRefused(UpdateFormat format) {
    byte[] whole = Updates.convert(EVERYTHING, V1, format);
    var random = new Random(4);
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        byte[] merged = Updates.mergeUpdates(List.of(changed, whole), format, Limits.DEFAULT);
        byte[] normal = thereAndBack(merged, format);
        assertThat(thereAndBack(normal, format)).isEqualTo(normal);
        read++;
      } catch (UpdateRefusedException refused) {
        assertThat(refused.position()).isBetween(0, whole.length);
      }
    }
    assertThat(read).isPositive();
  }

  private static byte[] thereAndBack(byte[] update, UpdateFormat format) {
    UpdateFormat other = format == V1 ? V2 : V1;
    return Updates.convert(Updates.convert(update, format, other), other, format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffff0f", // clients
        "01 ffffffff07 01 00 | 00 01", // structs
        "01 01 01 00 | 04 01 ffffffff07", // the name of a root type
        "01 01 01 00 | 04 01 01 \"t\" ffffffff07 61", // text
        "01 01 01 00 | 03 01 01 \"a\" ffffffff07 01", // bytes
        "01 01 01 00 | 08 01 01 \"a\" ffffffff07 7e", // values
        "01 01 01 00 | 08 01 01 \"a\" 01 75 ffffffff07 7e", // elements of an array
        "01 01 01 00 | 02 01 01 \"a\" ffffffff07 01 31", // JSON values
        "00 | ffffffff07 01 01 00 01", // clients of the delete set
        "00 | 01 01 ffffffff07 00 01" // ranges
      })
  void aLengthThatIsALieIsRefusedAtOnce(String update) {
    assertThatThrownBy(() -> Updates.stateVector(bytes(update)))
        .isInstanceOf(UpdateRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 01 01 00 | 0b 01 01 \"t\" | 00", // content 11
        "01 01 01 00 | 1f 01 01 \"t\" | 00", // content 31
        "01 01 01 00 | 07 01 01 \"t\" 07 | 00", // shared type 7
        "01 01 01 00 | 04 01 01 \"t\" 02 c328 | 00", // not UTF-8
        "01 01 01 00 | 04 01 01 \"t\" 03 eda080 | 00", // half a surrogate pair
        "01 01 01 00 | 04 01 01 80 01 61 | 00", // a name that is not UTF-8
        "01 01 01 00 | 05 01 01 \"t\" 03 \"{a}\" | 00", // not JSON
        "01 01 01 00 | 06 01 01 \"t\" 01 \"k\" 09 \"undefined\" | 00",
        "01 01 01 00 | 02 01 01 \"t\" 01 00 | 00", // empty JSON
        "00 00 00" // bytes behind the end
      })
  void whatIsNotInTheFormatIsMalformed(String update) {
    assertRefused(Reason.MALFORMED, () -> Updates.stateVector(bytes(update)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 01 01 8080808008 | 00 01 | 00", // first clock
        "01 01 01 ffffffff07 | 00 01 | 00", // end of the struct
        "01 02 01 00 | 00 ffffffff07 | 00 01 | 00",
        "01 01 01 00 | 84 01 8080808008 01 61 | 00", // origin
        "00 | 01 01 01 ffffffff07 01" // deleted range
      })
  void aClockBeyond31BitsIsOverTheLimit(String update) {
    assertRefused(Reason.LIMIT, () -> Updates.stateVector(bytes(update)));
  }

  @Test
  void deepValuesAreOverTheLimit() {
    var update = new Encoder();
    byte[] head = bytes("01 01 01 00 | 08 01 01 \"a\" 01");
    update.writeBytes(head, 0, head.length);
    for (int i = 0; i < 1_000_000; i++) {
      update.writeUint8(0x75);
      update.writeUint8(1);
    }
    assertRefused(Reason.LIMIT, () -> Updates.stateVector(update.toByteArray()));
  }

  @Test
  void deepJsonIsOverTheLimit() {
    var update = new Encoder();
    byte[] head = bytes("01 01 01 00 | 05 01 01 \"t\"");
    update.writeBytes(head, 0, head.length);
    update.writeString("[".repeat(1_000_000));

    assertRefused(Reason.LIMIT, () -> Updates.stateVector(update.toByteArray()));
  }

  @Test
  void aFewBytesOfV2DoNotStandForMillionsOfStructs() {
    // Two billion pieces of garbage: the info 0 for ever, the length 1 so many times.
    byte[] bomb =
        bytes(
            "00 | 00 | 01 01 | 00 00 | 01 00 | 01 00 | 00 | 00 | 06 41 ffffffff07"
                + " | 01 ffffffff07 00 | 00");

    assertThatThrownBy(() -> Updates.stateVector(bomb, V2, Limits.DEFAULT))
        .hasMessageContaining("too many structs in one update");
  }

  @Test
  void aLongKeyIsNotRepeatedWithoutEndInV2() {
    var limits = new Limits(1 << 20, 100, 500, 1, 1000, 1);
    // The key clocks 0, 0, 0 as one run, and one key of 600 bytes.
    var update = new Encoder();
    update.writeVarUint(0);
    update.writeVarBytes(new byte[] {1, 1});
    update.writeVarBytes(new byte[] {1});
    update.writeVarUint(0);
    update.writeVarUint(0);
    update.writeVarBytes(new byte[] {Content.FORMAT});
    var strings = new Encoder();
    strings.writeString("t" + "k".repeat(600) + "tt");
    strings.writeVarInt(1);
    strings.writeVarInt(600);
    strings.writeVarInt(1, true);
    strings.writeVarUint(0);
    update.writeVarBytes(strings);
    update.writeVarBytes(new byte[] {1});
    update.writeVarUint(0);
    update.writeVarUint(0);
    byte[] rest = bytes("01 03 00 | 7e 7e 7e | 00");
    update.writeBytes(rest, 0, rest.length);

    assertThat(Updates.convert(update.toByteArray(), V2, V1)).hasSizeGreaterThan(1800);
    assertThatThrownBy(() -> Updates.convert(update.toByteArray(), V2, V1, limits))
        .hasMessageContaining("keys that are repeated too often");
  }

  @Test
  void theLimitOnStructsHoldsForOneUpdate() {
    var limits = new Limits(2, 100, 500, 1, 1, 1);
    byte[] two = bytes("01 02 01 00 | 00 01 | 00 01 | 00");
    byte[] three = bytes("02 | 02 01 00 | 00 01 | 00 01 | 01 02 00 | 00 01 | 00");

    assertThat(Updates.stateVector(two, V1, limits).clock(1)).isEqualTo(2);
    assertRefused(Reason.LIMIT, () -> Updates.stateVector(three, V1, limits));
  }

  private static void assertRefused(Reason reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            UpdateRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
